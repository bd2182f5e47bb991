package dev.plumbline.accounts.resources;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Spaces calls out, so that verifying one account does not use up the rate that its owners need, too. A burst goes
 * through at once; what comes after it waits its turn.
 */
final class TokenBucket {

    /**
     * What EC2 gives an account for reading, on whose handlers most reads end: a hundred at once, twenty a second
     * afterwards.
     */
    private static final int BURST = 100;

    private static final int PER_SECOND = 20;

    private final long capacity;
    private final long nanosForOne;
    private final LongSupplier nanos;
    private final Consumer<Duration> pause;

    /** The instant at which the bucket would be full; each call moves it on. */
    private long fullAt;

    TokenBucket(int burst, int perSecond, LongSupplier nanos, Consumer<Duration> pause) {
        this.nanosForOne = Duration.ofSeconds(1).toNanos() / perSecond;
        this.capacity = burst * nanosForOne;
        this.nanos = requireNonNull(nanos, "nanos is null");
        this.pause = requireNonNull(pause, "pause is null");
        this.fullAt = nanos.getAsLong();
    }

    static TokenBucket forReads() {
        return new TokenBucket(BURST, PER_SECOND, System::nanoTime, TokenBucket::sleep);
    }

    /** Returns when the caller's turn has come. */
    void take() {
        long wait = reserve();
        if (wait > 0) {
            pause.accept(Duration.ofNanos(wait));
        }
    }

    private synchronized long reserve() {
        long now = nanos.getAsLong();
        if (fullAt - now < 0) {
            fullAt = now;
        }
        fullAt += nanosForOne;
        return fullAt - now - capacity;
    }

    /** Woken early, the caller goes on early: the service's own limit still holds. */
    private static void sleep(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
