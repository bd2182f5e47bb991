package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * What the ledger holds of a target's settings.
 *
 * @param digest digest of the settings that were applied last
 * @param verdict what verification found last
 * @param run the run that applied them last; empty where none is known
 * @param appliedAt when it did; the epoch where that is not known
 */
public record SettingsRecord(String digest, Verdict verdict, String run, Instant appliedAt) {
    /** Checks that nothing is missing. */
    public SettingsRecord {
        requireNonNull(digest, "digest is null");
        requireNonNull(verdict, "verdict is null");
        requireNonNull(run, "run is null");
        requireNonNull(appliedAt, "appliedAt is null");
    }
}
