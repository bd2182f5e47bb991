package dev.plumbline.estate.plan;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.StackKey;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A stack that the estate no longer has.
 *
 * @param key where it is and what it was called
 * @param dependants the stacks that were deployed with its outputs: none of them may still use it when it goes
 */
public record Removal(StackKey key, SortedSet<StackKey> dependants) {

    /** Checks that nothing is missing and copies the set. */
    public Removal {
        requireNonNull(key, "key is null");
        dependants = Collections.unmodifiableSortedSet(new TreeSet<>(dependants));
    }
}
