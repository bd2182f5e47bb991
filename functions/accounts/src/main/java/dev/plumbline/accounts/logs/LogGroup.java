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
}
