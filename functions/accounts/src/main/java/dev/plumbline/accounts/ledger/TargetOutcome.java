package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.TargetKey;

/**
 * How a run's work on one target ended.
 *
 * @param target the target
 * @param wave the wave
 * @param outcome how it ended
 * @param reason why, for people; empty where all is well
 */
public record TargetOutcome(TargetKey target, int wave, Outcome outcome, String reason) {
    /** Checks that nothing is missing. */
    public TargetOutcome {
        requireNonNull(target, "target is null");
        requireNonNull(outcome, "outcome is null");
        requireNonNull(reason, "reason is null");
    }
}
