package dev.plumbline.cluster;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A limit of time for everything that one invocation waits for.
 *
 * @param nanos the time, which only goes forward
 * @param ends when the patience ends, in that time
 * @param pause what waits between two looks
 */
record Patience(LongSupplier nanos, long ends, Pause pause) {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** Waits. */
    @FunctionalInterface
    interface Pause {
        void take(Duration duration) throws InterruptedException;
    }

    Patience {
        requireNonNull(nanos, "nanos is null");
        requireNonNull(pause, "pause is null");
    }

    static Patience of(Duration limit) {
        return new Patience(System::nanoTime, System.nanoTime() + limit.toNanos(), Thread::sleep);
    }

    /** Returns no more of this patience than a limit. */
    Patience atMost(Duration limit) {
        return new Patience(nanos, Math.min(ends, nanos.getAsLong() + limit.toNanos()), pause);
    }

    /**
     * Repeats an action until it is settled.
     *
     * @throws Refused with what was waited for, where the time is over
     */
    <T> T until(Supplier<T> action) {
        for (Duration next = FIRST; ; next = longer(next)) {
            try {
                return action.get();
            } catch (Unsettled unsettled) {
                if (nanos.getAsLong() + next.toNanos() > ends) {
                    throw new Refused(unsettled.getMessage() + ", and the time is over", unsettled);
                }
            }
            take(next);
        }
    }

    private void take(Duration next) {
        try {
            pause.take(next);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refused("The function was interrupted", e);
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
    }
}
