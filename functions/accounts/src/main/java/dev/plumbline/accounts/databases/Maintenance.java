package dev.plumbline.accounts.databases;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * Maintenance that waits for an instance.
 *
 * @param arn ARN of the instance
 * @param action what is to be done, such as {@code system-update}
 * @param forced when RDS does it whatever the window and whoever opted in, or nothing where it never does
 * @param planned when RDS will do it, in a window, or nothing where nobody opted in yet
 */
public record Maintenance(String arn, String action, Optional<Instant> forced, Optional<Instant> planned) {

    /** Checks that nothing is missing. */
    public Maintenance {
        requireNonNull(arn, "arn is null");
        requireNonNull(action, "action is null");
        requireNonNull(forced, "forced is null");
        requireNonNull(planned, "planned is null");
    }
}
