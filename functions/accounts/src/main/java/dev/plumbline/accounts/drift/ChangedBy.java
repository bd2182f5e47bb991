package dev.plumbline.accounts.drift;

import static java.util.Objects.requireNonNull;

/**
 * Who changed a resource behind its stack's back, as CloudTrail tells.
 *
 * @param who ARN of the principal; the service that acted where it was none
 * @param event what they called, such as {@code PutRetentionPolicy}
 * @param at when, ISO 8601
 */
public record ChangedBy(String who, String event, String at) {

    /** Checks that nothing is missing. */
    public ChangedBy {
        requireNonNull(who, "who is null");
        requireNonNull(event, "event is null");
        requireNonNull(at, "at is null");
    }

    /** Returns it in words: {@code arn:… (PutRetentionPolicy) at 2026-11-24T12:00:00Z}. */
    @Override
    public String toString() {
        return who + " (" + event + ") at " + at;
    }
}
