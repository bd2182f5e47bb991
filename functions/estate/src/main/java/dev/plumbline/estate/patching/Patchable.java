package dev.plumbline.estate.patching;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What of a blueprint can be patched.
 *
 * @param kind what it is
 * @param with by argument of the kind, the name of an output, or of a windowed parameter
 */
public record Patchable(PatchKind kind, SortedMap<String, String> with) {

    /** Copies the map and checks that nothing is missing. */
    public Patchable {
        requireNonNull(kind, "kind is null");
        with = Collections.unmodifiableSortedMap(new TreeMap<>(with));
    }

    /** Returns the name of the output or parameter that an argument stands for. */
    public Optional<String> name(String argument) {
        return Optional.ofNullable(with.get(argument));
    }
}
