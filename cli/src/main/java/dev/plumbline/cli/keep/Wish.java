package dev.plumbline.cli.keep;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A value that is to stand in an environment's file.
 *
 * @param path the keys that lead to it, from the top of the file
 * @param value the value, as YAML spells it
 */
public record Wish(List<String> path, String value) {

    /** Checks that nothing is missing and copies the keys. */
    public Wish {
        path = List.copyOf(path);
        requireNonNull(value, "value is null");
        if (path.isEmpty()) {
            throw new IllegalArgumentException("a value without a key");
        }
    }
}
