package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

/**
 * What the ledger holds of a target's settings.
 *
 * @param digest digest of the settings that were applied last
 * @param verdict what verification found last
 */
public record SettingsRecord(String digest, Verdict verdict) {
    /** Checks that nothing is missing. */
    public SettingsRecord {
        requireNonNull(digest, "digest is null");
        requireNonNull(verdict, "verdict is null");
    }
}
