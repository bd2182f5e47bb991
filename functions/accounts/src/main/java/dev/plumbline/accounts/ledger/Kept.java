package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.StackKey;
import java.time.Instant;

/**
 * What stayed of a stack that was removed: nobody's any more, and still paid for.
 *
 * @param stack the stack that it was of
 * @param logicalId its id in the template
 * @param physicalId its id in AWS
 * @param type its type
 * @param name the name that its template gave it, empty where AWS made its name
 * @param how {@code kept}, or {@code snapshotted}
 * @param run the run that removed the stack
 * @param at when
 */
public record Kept(
        StackKey stack,
        String logicalId,
        String physicalId,
        String type,
        String name,
        String how,
        String run,
        Instant at) {

    /** What is kept as it is. */
    public static final String KEPT = "kept";

    /** What is gone, and whose snapshot stays. */
    public static final String SNAPSHOTTED = "snapshotted";

    /** Checks that nothing is missing. */
    public Kept {
        requireNonNull(stack, "stack is null");
        requireNonNull(logicalId, "logicalId is null");
        requireNonNull(physicalId, "physicalId is null");
        requireNonNull(type, "type is null");
        requireNonNull(name, "name is null");
        requireNonNull(how, "how is null");
        requireNonNull(run, "run is null");
        requireNonNull(at, "at is null");
    }

    /** Whether it is there still as it was, and not only as a snapshot. */
    public boolean whole() {
        return how.equals(KEPT);
    }
}
