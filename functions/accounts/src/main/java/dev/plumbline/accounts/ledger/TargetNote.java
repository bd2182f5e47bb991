package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.TargetKey;

/**
 * What a run has to say of a target beside how it went there, once however often it is found.
 *
 * @param target the target
 * @param kind what it is about; of each kind a target has one in a run
 * @param text what people read, with what to do
 */
public record TargetNote(TargetKey target, String kind, String text) {
    /** Checks that nothing is missing. */
    public TargetNote {
        requireNonNull(target, "target is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(text, "text is null");
    }

    @Override
    public String toString() {
        return target + ": " + text;
    }
}
