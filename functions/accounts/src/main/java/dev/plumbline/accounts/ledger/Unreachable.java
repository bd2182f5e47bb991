package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Why a target could not be looked into.
 *
 * @param why the reason, for people, with what to do
 * @param since when the first of the runs found it so that have not been able to look since
 */
public record Unreachable(String why, Instant since) {
    /** Checks that nothing is missing. */
    public Unreachable {
        requireNonNull(why, "why is null");
        requireNonNull(since, "since is null");
    }
}
