package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A change of a stack's status, as its account tells it. It may come twice, late and out of order.
 *
 * @param status the status in CloudFormation's words
 * @param at when the stack had it
 * @param requestToken the token with which the change was begun; empty where it had none
 */
public record StackEvent(String status, Instant at, String requestToken) {
    /** Checks that nothing is missing. */
    public StackEvent {
        requireNonNull(status, "status is null");
        requireNonNull(at, "at is null");
        requireNonNull(requestToken, "requestToken is null");
    }
}
