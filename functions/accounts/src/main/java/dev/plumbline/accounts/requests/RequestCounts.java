package dev.plumbline.accounts.requests;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many requests of each kind were sent to AWS; a repeated attempt counts again.
 *
 * @param counts the number for each kind
 */
public record RequestCounts(SortedMap<RequestKind, Long> counts) {

    private static final RequestCounts NONE = new RequestCounts(new TreeMap<>());

    /** Copies the numbers. */
    public RequestCounts {
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    }

    /** Returns no requests. */
    public static RequestCounts none() {
        return NONE;
    }

    /** Returns these and others together. */
    public RequestCounts plus(RequestCounts others) {
        TreeMap<RequestKind, Long> sum = new TreeMap<>(counts);
        others.counts.forEach((kind, count) -> sum.merge(kind, count, Long::sum));
        return new RequestCounts(sum);
    }

    /** Returns the number of all requests. */
    public long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns the number of requests for a purpose. */
    public long total(Purpose purpose) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey().purpose() == purpose)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Whether nothing was asked. */
    public boolean isEmpty() {
        return counts.isEmpty();
    }
}
