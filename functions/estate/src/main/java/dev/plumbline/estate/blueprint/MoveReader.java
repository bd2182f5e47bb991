package dev.plumbline.estate.blueprint;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.AwsMove;
import dev.plumbline.estate.AwsMove.Reach;
import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.Suggestion;
import dev.plumbline.estate.yaml.Fields;
import dev.plumbline.estate.yaml.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** Reads which properties AWS itself moves: the part {@code MovedByAws} of a template's metadata. */
final class MoveReader {

    private final SortedMap<String, TemplateResource> resources;
    private final Set<String> parameters;
    private final Problems problems;

    MoveReader(SortedMap<String, TemplateResource> resources, Set<String> parameters, Problems problems) {
        this.resources = resources;
        this.parameters = parameters;
        this.problems = problems;
    }

    List<AwsMove> read(Node.Items list) {
        List<AwsMove> moves = new ArrayList<>();
        for (Node item : list.all()) {
            Optional<AwsMove> move = Fields.mapping(item, "what AWS moves", problems)
                    .flatMap(mapping -> read(new Fields(mapping, "what AWS moves", problems)));
            boolean twice = move.isPresent()
                    && moves.stream()
                            .anyMatch(known ->
                                    known.isOf(move.get().resource(), move.get().property()));
            if (twice) {
                wrong(item, move.get().property() + " of " + move.get().resource() + " is there twice", "");
            } else {
                move.ifPresent(moves::add);
            }
        }
        return moves;
    }

    private Optional<AwsMove> read(Fields fields) {
        Optional<Node.Scalar> resource = fields.requireText("Resource", "the logical id of a resource")
                .filter(id -> known(id, resources.keySet(), ProblemCode.UNKNOWN_RESOURCE, "resource"));
        Optional<Node.Scalar> property = fields.requireText("Property", "the name of a property that it sets");
        Optional<Node.Scalar> parameter = fields.requireText("Parameter", "the parameter that declares the property")
                .filter(this::isParameter);
        Optional<Reach> reach = reach(fields);
        fields.finish();
        if (resource.isEmpty() || property.isEmpty() || parameter.isEmpty() || reach.isEmpty()) {
            return Optional.empty();
        }
        String id = resource.get().text();
        String name = property.get().text();
        TemplateResource found = requireNonNull(resources.get(id), "a known resource");
        Node.Entries set = found.properties();
        Optional<Node> value = set.value(name);
        if (value.isEmpty()) {
            wrong(
                    property.get(),
                    "the template sets no property " + name + " of " + id,
                    Suggestion.hint(name, set.keys()));
            return Optional.empty();
        }
        if (!refers(value.get(), parameter.get().text())) {
            wrong(
                    parameter.get(),
                    name + " of " + id + " does not refer to the parameter "
                            + parameter.get().text(),
                    "name the parameter in which a person writes what AWS has moved it to");
            return Optional.empty();
        }
        return Optional.of(new AwsMove(id, found.type(), name, parameter.get().text(), reach.get()));
    }

    private Optional<Reach> reach(Fields fields) {
        Optional<Node.Scalar> within = fields.text("Within");
        Optional<Node.Scalar> upTo = fields.text("UpTo");
        if (within.isPresent() == upTo.isPresent()) {
            problems.add(
                    within.map(Node.Scalar::position).orElse(fields.position()),
                    ProblemCode.METADATA_INVALID,
                    "what AWS moves has either Within or UpTo",
                    "Within: " + Reach.SameMajorVersion.WORD + " of a version, UpTo: a parameter of a number");
            return Optional.empty();
        }
        if (upTo.isPresent()) {
            return upTo.filter(this::isParameter).map(name -> new Reach.UpTo(name.text()));
        }
        if (!within.get().text().equals(Reach.SameMajorVersion.WORD)) {
            wrong(
                    within.get(),
                    "AWS moves nothing within a " + within.get().text(),
                    "Within: " + Reach.SameMajorVersion.WORD);
            return Optional.empty();
        }
        return Optional.of(new Reach.SameMajorVersion());
    }

    private boolean isParameter(Node.Scalar name) {
        return known(name, parameters, ProblemCode.UNKNOWN_PARAMETER, "parameter");
    }

    private boolean known(Node.Scalar name, Set<String> names, ProblemCode code, String what) {
        if (names.contains(name.text())) {
            return true;
        }
        problems.add(
                name.position(),
                code,
                "the template has no " + what + " " + name.text(),
                Suggestion.hint(name.text(), names));
        return false;
    }

    private void wrong(Node at, String message, String hint) {
        problems.add(at.position(), ProblemCode.METADATA_INVALID, message, hint);
    }

    /** Whether a value refers to a parameter, however deep: a condition may decide between it and others. */
    private static boolean refers(Node value, String parameter) {
        return switch (value) {
            case Node.Scalar scalar ->
                scalar.tag().filter("!Ref"::equals).isPresent() && scalar.text().equals(parameter);
            case Node.Items items -> items.all().stream().anyMatch(item -> refers(item, parameter));
            case Node.Entries entries ->
                entries.value("Ref")
                                .filter(Node.Scalar.class::isInstance)
                                .filter(name -> ((Node.Scalar) name).text().equals(parameter))
                                .isPresent()
                        || entries.all().values().stream().anyMatch(entry -> refers(entry.value(), parameter));
        };
    }
}
