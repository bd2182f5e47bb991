package dev.plumbline.cli.keep;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.drift.DriftEntry;
import dev.plumbline.accounts.drift.Secrecy;
import dev.plumbline.accounts.ledger.DriftRecord;
import dev.plumbline.estate.AwsMove;
import dev.plumbline.estate.Blueprint;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.blueprint.TemplateReader;
import dev.plumbline.estate.blueprint.TransformRules;
import dev.plumbline.estate.yaml.Documents;
import dev.plumbline.estate.yaml.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the live repository would have to say for drift to be no drift. A property that a parameter decides is kept by
 * that parameter's value; for anything else the resource's drift is ignored from then on.
 */
public final class Wishes {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_./-]*");

    private final Node.Entries template;
    private final List<AwsMove> moves;

    private Wishes(Node.Entries template, List<AwsMove> moves) {
        this.template = requireNonNull(template, "template is null");
        this.moves = List.copyOf(moves);
    }

    /** Returns it for the template of a stack; nothing where that cannot be read. */
    public static Optional<Wishes> of(byte[] template) {
        return Documents.template("template.yaml", template, new Problems())
                .filter(Node.Entries.class::isInstance)
                .map(Node.Entries.class::cast)
                .map(entries -> new Wishes(entries, moves(template)));
    }

    private static List<AwsMove> moves(byte[] template) {
        return new TemplateReader(new TransformRules.Any(), new Problems())
                .read("template", Blueprint.OWN, "template.yaml", template)
                .map(Blueprint::moves)
                .orElse(List.of());
    }

    /** Returns what keeps the drift of settings. */
    public static List<Wish> ofSettings(DriftRecord record) {
        return List.of(new Wish(List.of("policies", "drift"), "ignore"));
    }

    /** Returns what keeps the drift of a stack, one wish for each resource or parameter. */
    public List<Wish> of(DriftRecord record) {
        List<Wish> wishes = new ArrayList<>();
        record.entries().stream()
                .map(entry -> wish(record.subject(), entry))
                .filter(wish -> !wishes.contains(wish))
                .forEach(wishes::add);
        return wishes;
    }

    private Wish wish(String stack, DriftEntry entry) {
        Optional<AwsMove> moved = moves.stream()
                .filter(move ->
                        entry.property().equals("/" + move.property()) && move.isOf(entry.resource(), move.property()))
                .findFirst();
        if (moved.isPresent()) {
            List<String> line = List.of(moved.get().line(entry.live()).split(": ", 2));
            return new Wish(List.of("stacks", stack, "parameters", line.getFirst()), line.getLast());
        }
        return parameter(entry)
                .map(name -> new Wish(List.of("stacks", stack, "parameters", name), spelled(entry.live())))
                .orElseGet(() -> new Wish(
                        List.of("stacks", stack, "policies", "resources", entry.resource(), "drift"), "ignore"));
    }

    /** The parameter that alone decides a property whose live value is known. */
    private Optional<String> parameter(DriftEntry entry) {
        if (entry.property().isEmpty()
                || entry.live().isEmpty()
                || entry.live().equals(Secrecy.HIDDEN)
                || entry.declared().equals(Secrecy.HIDDEN)) {
            return Optional.empty();
        }
        Stream<String> path = Stream.concat(
                Stream.of("Resources", entry.resource(), "Properties"),
                Stream.of(entry.property().substring(1).split("/", -1)));
        Optional<Node> node = Optional.of(template);
        for (String key : path.toList()) {
            node = node.filter(Node.Entries.class::isInstance)
                    .map(Node.Entries.class::cast)
                    .flatMap(entries -> entries.value(key));
        }
        return node.flatMap(Wishes::reference).filter(this::isParameter);
    }

    private static Optional<String> reference(Node node) {
        return switch (node) {
            case Node.Scalar scalar when scalar.tag().filter("!Ref"::equals).isPresent() -> Optional.of(scalar.text());
            case Node.Entries entries
            when entries.keys().equals(List.of("Ref")) ->
                entries.value("Ref").filter(Node.Scalar.class::isInstance).map(value -> ((Node.Scalar) value).text());
            case Node.Scalar _, Node.Entries _, Node.Items _ -> Optional.empty();
        };
    }

    private boolean isParameter(String name) {
        return template.value("Parameters")
                .filter(Node.Entries.class::isInstance)
                .flatMap(parameters -> ((Node.Entries) parameters).value(name))
                .isPresent();
    }

    private static String spelled(String value) {
        boolean number = value.matches("-?[0-9]{1,15}(\\.[0-9]+)?");
        return number || PLAIN.matcher(value).matches()
                ? value
                : "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
