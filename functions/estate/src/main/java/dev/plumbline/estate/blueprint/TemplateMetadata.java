package dev.plumbline.estate.blueprint;

import dev.plumbline.estate.AwsMove;
import dev.plumbline.estate.Check;
import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.Suggestion;
import dev.plumbline.estate.patching.Patchable;
import dev.plumbline.estate.yaml.Fields;
import dev.plumbline.estate.yaml.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads the {@code Plumbline} part of a template's metadata. */
final class TemplateMetadata {

    private static final Set<String> OWN_NETWORKS = Set.of("CidrBlock", "VpcCidrBlock");

    private final Set<String> parameters;
    private final Set<String> outputs;
    private final SortedMap<String, TemplateResource> resources;
    private final Problems problems;
    private final CheckReader checkReader;
    private final List<Check> checks = new ArrayList<>();
    private final SortedSet<String> stateful = new TreeSet<>();
    private final SortedSet<String> windowed = new TreeSet<>();
    private final List<Patchable> patchables = new ArrayList<>();
    private final List<AwsMove> moves = new ArrayList<>();
    private final SortedSet<String> networks = new TreeSet<>();

    TemplateMetadata(
            Set<String> parameters,
            Set<String> outputs,
            SortedMap<String, TemplateResource> resources,
            Problems problems) {
        this.parameters = parameters;
        this.outputs = outputs;
        this.resources = resources;
        this.problems = problems;
        this.checkReader = new CheckReader(resources, new Expressions(parameters, outputs, problems), problems);
    }

    void read(Node.Entries metadata) {
        networks.addAll(parameters.stream().filter(OWN_NETWORKS::contains).toList());
        Optional<Node.Entries> ours =
                metadata.value("Plumbline").flatMap(node -> Fields.mapping(node, "Plumbline", problems));
        if (ours.isEmpty()) {
            return;
        }
        Fields fields = new Fields(ours.get(), "Plumbline's metadata", problems);
        fields.list("Checks").ifPresent(this::readChecks);
        for (Node.Scalar id : fields.texts("Stateful")) {
            known(id, resources.keySet(), ProblemCode.UNKNOWN_RESOURCE, "the template has no resource ");
            stateful.add(id.text());
        }
        windowed.addAll(parameterNames(fields.texts("Windowed")));
        PatchableReader reader = new PatchableReader(outputs, windowed, problems);
        fields.mapping("Patches").ifPresent(mapping -> patchables.addAll(reader.read(mapping)));
        fields.list("MovedByAws")
                .ifPresent(list -> moves.addAll(new MoveReader(resources, parameters, problems).read(list)));
        if (ours.get().value("Networks").isPresent()) {
            networks.clear();
            networks.addAll(parameterNames(fields.texts("Networks")));
        }
        fields.finish();
    }

    List<Check> checks() {
        return checks;
    }

    SortedSet<String> stateful() {
        return stateful;
    }

    SortedSet<String> windowed() {
        return windowed;
    }

    List<Patchable> patchables() {
        return patchables;
    }

    List<AwsMove> moves() {
        return moves;
    }

    /**
     * Returns the parameters that hold an address range of the stack's own: those named so, unless the metadata lists
     * others.
     */
    SortedSet<String> networks() {
        return networks;
    }

    private List<String> parameterNames(List<Node.Scalar> names) {
        names.forEach(name -> known(name, parameters, ProblemCode.UNKNOWN_PARAMETER, "the template has no parameter "));
        return names.stream().map(Node.Scalar::text).toList();
    }

    private void readChecks(Node.Items list) {
        Set<String> ids = new TreeSet<>();
        for (Node item : list.all()) {
            Optional<Check> check = checkReader.read(item);
            check.ifPresent(checks::add);
            if (check.isPresent() && !ids.add(check.get().id())) {
                problems.add(
                        item.position(),
                        ProblemCode.METADATA_INVALID,
                        "the check " + check.get().id() + " is there twice");
            }
        }
    }

    private void known(Node.Scalar name, Set<String> names, ProblemCode code, String message) {
        if (!names.contains(name.text())) {
            problems.add(name.position(), code, message + name.text(), Suggestion.hint(name.text(), names));
        }
    }
}
