package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A change whose execution has been noted.
 *
 * @param record the stack's record afterwards
 * @param first whether nobody has noted it before, so that it was not executed yet
 * @param since when that was first noted
 */
public record Executing(StackRecord record, boolean first, Instant since) {
    /** Checks that nothing is missing. */
    public Executing {
        requireNonNull(record, "record is null");
        requireNonNull(since, "since is null");
    }

    /** Whether no event of the stack was heard since. */
    public boolean unheard() {
        return record.eventAt().isBefore(since);
    }
}
