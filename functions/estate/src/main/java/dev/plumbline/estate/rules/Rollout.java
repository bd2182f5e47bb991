package dev.plumbline.estate.rules;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.patching.Patching;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * When a stack is deployed, and when its versions are changed.
 *
 * @param wave its wave
 * @param windowed the parameters that wait for a window; empty if it has none
 * @param patching when and how far it is patched
 */
public record Rollout(int wave, SortedSet<String> windowed, Patching patching) {

    /** Checks that nothing is missing and copies the set. */
    public Rollout {
        windowed = Collections.unmodifiableSortedSet(new TreeSet<>(windowed));
        requireNonNull(patching, "patching is null");
    }
}
