package dev.plumbline.accounts.logs;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * A log group.
 *
 * @param name its name
 * @param made when it was made
 * @param heard when something arrived in it last, or nothing where nothing ever did; CloudWatch Logs may tell it an
 *     hour late
 */
public record LogGroup(String name, Instant made, Optional<Instant> heard) {

    /** Checks that nothing is missing. */
    public LogGroup {
        requireNonNull(name, "name is null");
        requireNonNull(made, "made is null");
        requireNonNull(heard, "heard is null");
    }

    /**
     * Whether something arrived after a time. A group that was made after it has time yet: CloudWatch Logs may not have
     * told of its first event.
     */
    public boolean isHeardSince(Instant time) {
        return heard.orElse(made).isAfter(time);
    }

    /** Says when something arrived last. */
    public String describe() {
        return name
                + heard.map(when -> " was written to at " + when)
                        .orElseGet(() -> " was never written to since it was made at " + made);
    }
}
