package dev.plumbline.cli.local;

import java.time.Duration;
import java.util.function.Supplier;

/** Hears of each step of a start as it happens. */
public interface Steps {

    /** A step begins; it may run beside others. */
    void begins(String what);

    /** A step is done. */
    void done(String what, Duration took);

    /** Nobody listens. */
    static Steps silent() {
        return new Steps() {
            @Override
            public void begins(String what) {}

            @Override
            public void done(String what, Duration took) {}
        };
    }

    /** Runs an action as a step. */
    default <T> T step(String what, Supplier<T> action) {
        begins(what);
        long started = System.nanoTime();
        T result = action.get();
        done(what, Duration.ofNanos(System.nanoTime() - started));
        return result;
    }

    /** Runs an action as a step. */
    default void step(String what, Runnable action) {
        step(what, () -> {
            action.run();
            return true;
        });
    }
}
