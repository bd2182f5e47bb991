package dev.plumbline.estate.blueprint;

import dev.plumbline.estate.Check;
import dev.plumbline.estate.ProbeKind;
import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.Suggestion;
import dev.plumbline.estate.yaml.Fields;
import dev.plumbline.estate.yaml.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads one check of a template's metadata. */
final class CheckReader {

    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    private final SortedMap<String, TemplateResource> resources;
    private final Expressions expressions;
    private final Problems problems;

    CheckReader(SortedMap<String, TemplateResource> resources, Expressions expressions, Problems problems) {
        this.resources = resources;
        this.expressions = expressions;
        this.problems = problems;
    }

    /** Returns the check, or nothing where it cannot be used; problems are added. */
    Optional<Check> read(Node node) {
        Optional<Node.Entries> mapping = Fields.mapping(node, "a check", problems);
        if (mapping.isEmpty()) {
            return Optional.empty();
        }
        Fields fields = new Fields(mapping.get(), "a check", problems);
        Optional<String> id = id(fields);
        String says = fields.text("Says").map(Node.Scalar::text).or(() -> id).orElse("");
        Optional<Check> check = mapping.get().value("Probe").isPresent()
                ? probe(id.orElse(""), says, fields)
                : expectation(id.orElse(""), says, fields);
        fields.finish();
        return id.isPresent() ? check : Optional.empty();
    }

    private Optional<String> id(Fields fields) {
        Optional<Node.Scalar> id = fields.requireText("Id", "a name for it, unique in the template");
        id.filter(name -> !ID.matcher(name.text()).matches())
                .ifPresent(name -> problems.add(
                        name.position(),
                        ProblemCode.METADATA_INVALID,
                        "a check's Id has lower-case letters, digits and dashes"));
        return id.map(Node.Scalar::text);
    }

    private Optional<Check> expectation(String id, String says, Fields fields) {
        Optional<Node.Scalar> resource = fields.requireText("Resource", "the logical id of a resource, or Probe");
        Optional<Node.Scalar> expect = fields.requireText("Expect", "JSONata over the resource's live properties");
        Optional<Node.Scalar> seen = fields.text("Seen");
        expect.ifPresent(expressions::judge);
        seen.ifPresent(expressions::judge);
        Optional<TemplateResource> found = resource.flatMap(this::resource);
        if (resource.isEmpty() || expect.isEmpty() || found.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Check.Expectation(
                id,
                says,
                resource.get().text(),
                found.get().type(),
                found.get().conditional(),
                expect.get().text(),
                seen.map(Node.Scalar::text).orElse(null)));
    }

    private Optional<TemplateResource> resource(Node.Scalar id) {
        TemplateResource resource = resources.get(id.text());
        if (resource == null) {
            problems.add(
                    id.position(),
                    ProblemCode.UNKNOWN_RESOURCE,
                    "the template has no resource " + id.text(),
                    Suggestion.hint(id.text(), resources.keySet()));
            return Optional.empty();
        }
        if (!ReadableTypes.contains(resource.type())) {
            problems.add(
                    id.position(),
                    ProblemCode.RESOURCE_NOT_READABLE,
                    "Cloud Control cannot read " + id.text() + ", of type " + resource.type(),
                    "use a Probe, or check a resource that it shows in");
        }
        return Optional.of(resource);
    }

    private Optional<Check> probe(String id, String says, Fields fields) {
        Optional<Node.Scalar> word = fields.text("Probe");
        Optional<Node.Entries> with = fields.mapping("With");
        SortedMap<String, String> arguments = new TreeMap<>();
        with.ifPresent(mapping -> mapping.all().values().forEach(entry -> argument(entry, arguments)));
        if (word.isEmpty()) {
            return Optional.empty();
        }
        Optional<ProbeKind> kind = ProbeKind.of(word.get().text());
        if (kind.isEmpty()) {
            List<String> words =
                    Arrays.stream(ProbeKind.values()).map(ProbeKind::word).toList();
            problems.add(
                    word.get().position(),
                    ProblemCode.UNKNOWN_PROBE,
                    "there is no probe " + word.get().text(),
                    Suggestion.hint(word.get().text(), words));
            return Optional.empty();
        }
        if (!arguments.keySet().equals(Set.copyOf(kind.get().arguments()))) {
            problems.add(
                    word.get().position(),
                    ProblemCode.UNKNOWN_PROBE,
                    "the probe " + kind.get().word() + " takes With: "
                            + kind.get().arguments() + ", not " + arguments.keySet());
        }
        return Optional.of(new Check.Probe(id, says, word.get().text(), arguments));
    }

    private void argument(Node.Entry entry, SortedMap<String, String> arguments) {
        if (entry.value() instanceof Node.Scalar expression && !expression.isNull()) {
            expressions.judge(expression);
            arguments.put(entry.key().text(), expression.text());
        } else {
            problems.add(
                    entry.value().position(),
                    ProblemCode.WRONG_TYPE,
                    entry.key().text() + " is a JSONata expression, not "
                            + entry.value().described());
        }
    }
}
