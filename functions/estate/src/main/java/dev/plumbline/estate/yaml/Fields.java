package dev.plumbline.estate.yaml;

import dev.plumbline.estate.Position;
import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The keys of one mapping, taken one by one. Whatever has the wrong shape is reported and then treated as absent; at
 * the end the keys that nobody took are reported as unknown.
 */
public final class Fields {

    private final Node.Entries mapping;
    private final String of;
    private final Problems problems;
    private final Set<String> known = new TreeSet<>();

    /**
     * Creates it for a mapping.
     *
     * @param mapping the mapping
     * @param of what it describes, for messages: {@code "an environment"}
     * @param problems where problems are added
     */
    public Fields(Node.Entries mapping, String of, Problems problems) {
        this.mapping = mapping;
        this.of = of;
        this.problems = problems;
    }

    /** Returns a key's value of whatever shape. */
    public Optional<Node> take(String key) {
        known.add(key);
        return mapping.value(key);
    }

    /** Returns a key's value of whatever shape; its absence is reported. */
    public Optional<Node> require(String key, String hint) {
        Optional<Node> value = take(key);
        if (value.isEmpty()) {
            problems.add(mapping.position(), ProblemCode.MISSING_KEY, of + " needs the key " + key, hint);
        }
        return value;
    }

    /** Returns a key's text. */
    public Optional<Node.Scalar> text(String key) {
        return take(key).flatMap(value -> text(value, key, problems));
    }

    /** Returns a key's text; its absence is reported. */
    public Optional<Node.Scalar> requireText(String key, String hint) {
        return require(key, hint).flatMap(value -> text(value, key, problems));
    }

    /** Returns a key's mapping. */
    public Optional<Node.Entries> mapping(String key) {
        return take(key).flatMap(value -> mapping(value, key, problems));
    }

    /** Returns a key's mapping; its absence is reported. */
    public Optional<Node.Entries> requireMapping(String key, String hint) {
        return require(key, hint).flatMap(value -> mapping(value, key, problems));
    }

    /** Returns a key's list. */
    public Optional<Node.Items> list(String key) {
        return take(key).flatMap(value -> list(value, key, problems));
    }

    /** Returns the texts of a key's list; empty where there is no such key. */
    public List<Node.Scalar> texts(String key) {
        return list(key).map(list -> texts(list, key, problems)).orElse(List.of());
    }

    /** Reports the keys that nobody took. */
    public void finish() {
        for (Node.Entry entry : mapping.all().values()) {
            String key = entry.key().text();
            if (!known.contains(key)) {
                problems.add(
                        entry.key().position(),
                        ProblemCode.UNKNOWN_KEY,
                        key + " is not a key of " + of,
                        Suggestion.hint(key, known));
            }
        }
    }

    /** Returns where the mapping starts. */
    public Position position() {
        return mapping.position();
    }

    /** Returns a node as a text, or reports that it is none. */
    public static Optional<Node.Scalar> text(Node node, String key, Problems problems) {
        if (node instanceof Node.Scalar scalar && scalar.isText()) {
            return Optional.of(scalar);
        }
        boolean quotable = node instanceof Node.Scalar scalar && !scalar.isNull();
        wrong(node, key, "a text", quotable ? "put it in quotes" : "", problems);
        return Optional.empty();
    }

    /** Returns a node as a mapping, or reports that it is none. */
    public static Optional<Node.Entries> mapping(Node node, String key, Problems problems) {
        if (node instanceof Node.Entries entries) {
            return Optional.of(entries);
        }
        wrong(node, key, "a mapping", "", problems);
        return Optional.empty();
    }

    /** Returns a node as a list, or reports that it is none. */
    public static Optional<Node.Items> list(Node node, String key, Problems problems) {
        if (node instanceof Node.Items items) {
            return Optional.of(items);
        }
        wrong(node, key, "a list", "", problems);
        return Optional.empty();
    }

    /** Returns the items of a list that are texts, and reports the others. */
    public static List<Node.Scalar> texts(Node.Items list, String key, Problems problems) {
        List<Node.Scalar> texts = new ArrayList<>();
        for (Node item : list.all()) {
            text(item, "an item of " + key, problems).ifPresent(texts::add);
        }
        return texts;
    }

    private static void wrong(Node node, String key, String expected, String hint, Problems problems) {
        problems.add(
                node.position(), ProblemCode.WRONG_TYPE, key + " is " + expected + ", not " + node.described(), hint);
    }
}
