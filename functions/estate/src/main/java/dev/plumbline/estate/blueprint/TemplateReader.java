package dev.plumbline.estate.blueprint;

import dev.plumbline.estate.Blueprint;
import dev.plumbline.estate.Position;
import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.Template;
import dev.plumbline.estate.TemplateParameter;
import dev.plumbline.estate.yaml.Documents;
import dev.plumbline.estate.yaml.Node;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads a CloudFormation template as a blueprint: what it takes, what it gives, what its metadata says to Plumbline.
 * Everything else about a template is CloudFormation's and cfn-lint's to judge.
 */
public final class TemplateReader {

    private static final int MAX_PARAMETERS = 200;
    private static final int MAX_OUTPUTS = 200;
    private static final int MAX_RESOURCES = 500;

    private final Problems problems;
    private final TransformRules transforms;

    /**
     * Creates a reader.
     *
     * @param transforms which transforms a template may name
     * @param problems where what is wrong is added
     */
    public TemplateReader(TransformRules transforms, Problems problems) {
        this.transforms = transforms;
        this.problems = problems;
    }

    /**
     * Reads one template. Nothing is returned where it cannot be used at all; where something is returned although
     * there were problems, it serves to find more of them.
     *
     * @param name the blueprint's name
     * @param version its version, or {@link Blueprint#OWN}
     * @param file the path to name in problems; a name that ends in {@code .json} is read as JSON
     * @param bytes the template
     */
    public Optional<Blueprint> read(String name, String version, String file, byte[] bytes) {
        Optional<Node> document = Documents.template(file, bytes, problems);
        if (document.isEmpty()) {
            return Optional.empty();
        }
        if (!(document.get() instanceof Node.Entries root)) {
            problems.add(
                    document.get().position(),
                    ProblemCode.TEMPLATE_INVALID,
                    "a template is a mapping, not " + document.get().described());
            return Optional.empty();
        }
        new TransformChecks(transforms, problems).run(root);
        SortedMap<String, TemplateParameter> parameters = parameters(root);
        SortedMap<String, TemplateResource> resources = resources(root);
        Node.Entries outputs = section(root, "Outputs");
        limit(outputs, "outputs", MAX_OUTPUTS);
        TemplateMetadata metadata =
                new TemplateMetadata(parameters.keySet(), new TreeSet<>(outputs.keys()), resources, problems);
        metadata.read(section(root, "Metadata"));
        SortedMap<String, String> types = new TreeMap<>();
        resources.forEach((id, resource) -> types.put(id, resource.type()));
        return Optional.of(new Blueprint(
                name,
                version,
                file,
                new Template(bytes),
                parameters,
                new TreeSet<>(outputs.keys()),
                types,
                metadata.checks(),
                metadata.stateful(),
                metadata.windowed(),
                metadata.patchables(),
                metadata.moves(),
                metadata.networks()));
    }

    private SortedMap<String, TemplateParameter> parameters(Node.Entries root) {
        Node.Entries section = section(root, "Parameters");
        limit(section, "parameters", MAX_PARAMETERS);
        SortedMap<String, TemplateParameter> parameters = new TreeMap<>();
        ParameterReader reader = new ParameterReader(problems);
        for (Node.Entry entry : section.all().values()) {
            reader.read(entry).ifPresent(parameter -> parameters.put(parameter.name(), parameter));
        }
        return parameters;
    }

    private SortedMap<String, TemplateResource> resources(Node.Entries root) {
        Node.Entries section = section(root, "Resources");
        if (section.all().isEmpty()) {
            problems.add(root.position(), ProblemCode.TEMPLATE_INVALID, "the template has no Resources");
        }
        limit(section, "resources", MAX_RESOURCES);
        SortedMap<String, TemplateResource> resources = new TreeMap<>();
        PrincipalNames principals = new PrincipalNames(problems);
        for (Node.Entry entry : section.all().values()) {
            String id = entry.key().text();
            if (id.startsWith("Fn::")) {
                // A loop of the language extensions: what it makes has no name before CloudFormation has run it.
                continue;
            }
            if (entry.value() instanceof Node.Entries resource
                    && resource.value("Type").orElse(null) instanceof Node.Scalar type) {
                principals.check(type.text(), resource);
                resources.put(
                        id,
                        new TemplateResource(
                                type.text(),
                                resource.value("Condition").isPresent(),
                                resource.value("Properties")
                                        .filter(Node.Entries.class::isInstance)
                                        .map(Node.Entries.class::cast)
                                        .orElseGet(() -> new Node.Entries(Map.of(), null, resource.position()))));
            } else {
                problems.add(
                        entry.key().position(), ProblemCode.TEMPLATE_INVALID, "the resource " + id + " has no Type");
            }
        }
        return resources;
    }

    private void limit(Node.Entries section, String what, int most) {
        int number = section.all().size();
        if (number > most) {
            problems.add(
                    section.position(),
                    ProblemCode.TEMPLATE_LIMIT,
                    "the template has " + number + " " + what,
                    "CloudFormation takes at most " + most);
        }
    }

    private Node.Entries section(Node.Entries root, String name) {
        Optional<Node> section = root.value(name);
        if (section.isPresent() && section.get() instanceof Node.Entries entries) {
            return entries;
        }
        Position position = section.map(Node::position).orElse(root.position());
        section.ifPresent(found ->
                problems.add(position, ProblemCode.TEMPLATE_INVALID, name + " is a mapping, not " + found.described()));
        return new Node.Entries(new TreeMap<>(), null, position);
    }
}
