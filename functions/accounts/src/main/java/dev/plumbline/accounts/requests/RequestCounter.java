package dev.plumbline.accounts.requests;

import java.util.TreeMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;

/** Counts the requests of one invocation; safe to use from several threads. */
public final class RequestCounter {

    /** Ordered rather than hashed: the first hash code of a record is 10 ms of a cold start. */
    private final ConcurrentMap<RequestKind, LongAdder> counts = new ConcurrentSkipListMap<>();

    /** Counts one request. */
    public void add(RequestKind kind) {
        counts.computeIfAbsent(kind, ignored -> new LongAdder()).increment();
    }

    /** Returns what was counted so far. */
    public RequestCounts snapshot() {
        return sums(LongAdder::sum);
    }

    /** Returns what was counted since this was asked last; each request is told once. */
    public RequestCounts take() {
        return sums(LongAdder::sumThenReset);
    }

    private RequestCounts sums(ToLongFunction<LongAdder> sum) {
        TreeMap<RequestKind, Long> sums = new TreeMap<>();
        counts.forEach((kind, count) -> sums.put(kind, sum.applyAsLong(count)));
        sums.values().removeIf(counted -> counted == 0);
        return new RequestCounts(sums);
    }
}
