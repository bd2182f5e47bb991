package dev.plumbline.accounts.letters;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * What EventBridge, or Lambda, could not deliver.
 *
 * @param id id of the message
 * @param at when it was given up
 * @param body what was to be delivered
 * @param rule ARN of the rule that EventBridge followed; empty if Lambda gave up
 * @param target ARN of whom EventBridge could not deliver it to; empty if Lambda gave up, which does not say
 * @param why why, as far as it is told
 * @param handle what this look at it is known by
 */
public record DeadLetter(String id, Instant at, String body, String rule, String target, String why, String handle) {

    /** Checks that nothing is missing. */
    public DeadLetter {
        requireNonNull(id, "id is null");
        requireNonNull(at, "at is null");
        requireNonNull(body, "body is null");
        requireNonNull(rule, "rule is null");
        requireNonNull(target, "target is null");
        requireNonNull(why, "why is null");
        requireNonNull(handle, "handle is null");
    }

    /** Never shows the body, which may be long and holds what an account says. */
    @Override
    public String toString() {
        return "DeadLetter[" + id + ", " + at + ", " + target + "]";
    }
}
