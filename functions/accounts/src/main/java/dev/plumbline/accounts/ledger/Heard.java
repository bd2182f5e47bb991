package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What an event of a stack has told.
 *
 * @param record the stack's record afterwards
 * @param news whether it was newer than what was known; a repeated event is not
 * @param ours whether it belongs to the change that this ledger began last; also an old event may be the first to wake
 *     who waits
 */
public record Heard(StackRecord record, boolean news, boolean ours) {
    /** Checks that nothing is missing. */
    public Heard {
        requireNonNull(record, "record is null");
    }

    /**
     * Returns the token of the task that waits for this change, or nothing where none does or the change is somebody
     * else's.
     */
    public Optional<String> waiting() {
        return ours ? record.inFlight().flatMap(InFlight::taskToken) : Optional.empty();
    }
}
