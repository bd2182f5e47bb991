package dev.plumbline.tasks.plan;

import dev.plumbline.accounts.requests.Requests;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** Does one thing for each of many, several at once. */
final class Concurrently {

    private static final int AT_ONCE = 24;

    private Concurrently() {}

    /** Returns the results in the order of the items. The first failure is thrown, when all have ended. */
    static <T, R> List<R> map(Collection<T> items, Function<T, R> action) {
        Requests.Inherited inherited = Requests.inherited();
        Semaphore places = new Semaphore(AT_ONCE);
        List<Future<R>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (T item : items) {
                running.add(threads.submit(() -> {
                    places.acquire();
                    try {
                        return inherited.call(() -> action.apply(item));
                    } finally {
                        places.release();
                    }
                }));
            }
        }
        return running.stream().map(Concurrently::result).toList();
    }

    private static <R> R result(Future<R> done) {
        try {
            return done.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("a thread failed", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", interrupted);
        }
    }
}
