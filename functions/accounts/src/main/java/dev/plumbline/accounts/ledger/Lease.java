package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * The right to work on a target alone. It does not run out: it is taken over when the execution that owns it runs no
 * more.
 *
 * @param owner ARN of the execution that owns it
 * @param run the run that the execution belongs to
 * @param since when it was taken
 */
public record Lease(String owner, String run, Instant since) {
    /** Checks that nothing is missing. */
    public Lease {
        requireNonNull(owner, "owner is null");
        requireNonNull(run, "run is null");
        requireNonNull(since, "since is null");
    }
}
