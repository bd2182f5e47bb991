package dev.plumbline.estate.patching;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/**
 * One time for which a window is open.
 *
 * @param opens from when, inclusive
 * @param closes until when, exclusive
 */
public record Opening(Instant opens, Instant closes) {

    /** Checks that nothing is missing. */
    public Opening {
        requireNonNull(opens, "opens is null");
        requireNonNull(closes, "closes is null");
    }

    /** Whether it is open at an instant. */
    public boolean holds(Instant now) {
        return !now.isBefore(opens) && now.isBefore(closes);
    }

    /** Whether what is begun at an instant and takes so long ends before it closes. */
    public boolean fits(Instant now, Duration takes) {
        return holds(now) && !now.plus(takes).isAfter(closes);
    }
}
