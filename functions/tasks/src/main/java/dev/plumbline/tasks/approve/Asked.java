package dev.plumbline.tasks.approve;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.plumbline.accounts.drift.DriftEntry;
import dev.plumbline.accounts.ledger.DriftRecord;

/**
 * What a person is to be asked.
 *
 * @param digest digest of the changes: what is approved is this and nothing else
 * @param text what is dangerous, and by which policy it asks
 * @param changes how much would change, in a few words
 * @param waitSeconds how long it waits for an answer
 * @param drift digest of the drift that would be put back; empty where it is about another change
 */
public record Asked(String digest, String text, String changes, long waitSeconds, String drift) {

    /** Checks that nothing is missing. */
    public Asked {
        requireNonNull(digest, "digest is null");
        requireNonNull(text, "text is null");
        requireNonNull(changes, "changes is null");
        requireNonNull(drift, "drift is null");
        if (waitSeconds < 1) {
            throw new IllegalArgumentException("a question that waits for nobody: " + waitSeconds);
        }
    }

    /** Asks about a change that has nothing to do with drift. */
    public Asked(String digest, String text, String changes, long waitSeconds) {
        this(digest, text, changes, waitSeconds, "");
    }

    /**
     * Asks whether drift may be put back.
     *
     * @param digest of what would be done about it
     * @param found the drift
     * @param why it is not put back by itself
     */
    public static Asked aboutDrift(String digest, DriftRecord found, String why, String changes, long waitSeconds) {
        String text =
                "Drift: " + found.entries().stream().map(DriftEntry::toString).collect(joining("; ")) + ". " + why;
        return new Asked(digest, text, changes, waitSeconds, found.digest());
    }
}
