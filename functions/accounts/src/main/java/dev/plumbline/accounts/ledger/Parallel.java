package dev.plumbline.accounts.ledger;

import dev.plumbline.accounts.requests.Requests;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** Reads many things at once, though not all at once: a thousand connections would help nobody. */
final class Parallel {

    private static final int AT_ONCE = 32;

    private Parallel() {}

    /** Reads a value for each key; the first failure is thrown as it is. Requests are counted for the caller. */
    static <K extends Comparable<K>, V> SortedMap<K, V> read(Collection<K> keys, Function<K, V> reader) {
        Requests.Inherited inherited = Requests.inherited();
        Semaphore places = new Semaphore(AT_ONCE);
        TreeMap<K, Future<V>> reads = new TreeMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (K key : keys) {
                reads.put(key, threads.submit(() -> {
                    places.acquire();
                    try {
                        return inherited.call(() -> reader.apply(key));
                    } finally {
                        places.release();
                    }
                }));
            }
        }
        TreeMap<K, V> values = new TreeMap<>();
        reads.forEach((key, read) -> values.put(key, value(read)));
        return values;
    }

    private static <V> V value(Future<V> read) {
        try {
            return read.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("a read failed", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading", interrupted);
        }
    }
}
