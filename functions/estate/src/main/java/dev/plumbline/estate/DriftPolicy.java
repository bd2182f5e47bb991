package dev.plumbline.estate;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

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

    /** Returns for the stack, and for each resource that is named in either, the stricter of two policies. */
    public DriftPolicy tightened(DriftPolicy other) {
        SortedMap<String, Drift> both = new TreeMap<>();
        Stream.concat(resources.keySet().stream(), other.resources.keySet().stream())
                .forEach(id -> both.put(id, of(id).stricter(other.of(id))));
        return new DriftPolicy(stack.stricter(other.stack), both);
    }

    /** Returns what is done about a resource. */
    public Drift of(String logicalId) {
        return resources.getOrDefault(logicalId, stack);
    }
}
