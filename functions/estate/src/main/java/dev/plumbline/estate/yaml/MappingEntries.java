package dev.plumbline.estate.yaml;

import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gathers the entries of one mapping; of a key that stands twice the first counts. */
final class MappingEntries {

    private final Problems problems;
    private final Map<String, Node.Entry> all = new LinkedHashMap<>();

    MappingEntries(Problems problems) {
        this.problems = problems;
    }

    void add(Node key, Node value) {
        if (!(key instanceof Node.Scalar name)) {
            problems.add(key.position(), ProblemCode.SYNTAX, "a key is " + key.described(), "keys are texts");
            return;
        }
        if (name.text().length() > Limits.KEY_CHARACTERS) {
            problems.add(
                    name.position(),
                    ProblemCode.TOO_LARGE,
                    "a key of " + name.text().length() + " characters",
                    "at most " + Limits.KEY_CHARACTERS + " are read");
            return;
        }
        Node.Entry first = all.putIfAbsent(name.text(), new Node.Entry(name, value));
        if (first != null) {
            problems.add(
                    name.position(),
                    ProblemCode.DUPLICATE_KEY,
                    "the key " + name.text() + " stands here a second time",
                    "the first is in line " + first.key().position().line());
        }
    }

    Map<String, Node.Entry> all() {
        return all;
    }
}
