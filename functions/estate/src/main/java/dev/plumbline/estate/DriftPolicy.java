package dev.plumbline.estate;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is done about the drift of one stack.
 *
 * @param stack about its resources, but for those that are named
 * @param resources about single resources, by logical id
 */
public record DriftPolicy(Drift stack, SortedMap<String, Drift> resources) {

    /** What holds where nothing is said. */
    public static final DriftPolicy DEFAULT = new DriftPolicy(Drift.REVERT, new TreeMap<>());

    /** Checks that nothing is missing and copies the map. */
    public DriftPolicy {
        requireNonNull(stack, "stack is null");
        resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
    }

    /** Returns what is done about a resource. */
    public Drift of(String logicalId) {
        return resources.getOrDefault(logicalId, stack);
    }
}
