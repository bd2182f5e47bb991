package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

/**
 * A change whose execution has been noted.
 *
 * @param record the stack's record afterwards
 * @param first whether nobody has noted it before, so that it was not executed yet
 */
public record Executing(StackRecord record, boolean first) {
    /** Checks that nothing is missing. */
    public Executing {
        requireNonNull(record, "record is null");
    }
}
