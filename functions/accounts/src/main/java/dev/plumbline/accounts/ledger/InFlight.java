package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A change of a stack that is under way.
 *
 * @param run the run that makes it
 * @param changeSet name of the change set
 * @param digest the digest that the stack will have
 * @param requestToken the token that CloudFormation puts on every event of the change; one for each run and stack
 * @param executing whether its execution was begun
 * @param taskTokenOrNull the token of the task that waits for its end, or null while none does
 */
public record InFlight(
        String run,
        String changeSet,
        String digest,
        String requestToken,
        boolean executing,
        @Nullable String taskTokenOrNull) {
    /** Checks that nothing is missing. */
    public InFlight {
        requireNonNull(run, "run is null");
        requireNonNull(changeSet, "changeSet is null");
        requireNonNull(digest, "digest is null");
        requireNonNull(requestToken, "requestToken is null");
    }

    /** Returns a change that is to be made. */
    public static InFlight begins(String run, String changeSet, String digest, String requestToken) {
        return new InFlight(run, changeSet, digest, requestToken, false, null);
    }

    /** Returns the token of the task that waits for its end, or nothing while none does. */
    public Optional<String> taskToken() {
        return Optional.ofNullable(taskTokenOrNull);
    }

    /** Never shows the task's token, which is as good as a key to the execution. */
    @Override
    public String toString() {
        return "InFlight[run=%s, changeSet=%s, executing=%s]".formatted(run, changeSet, executing);
    }
}
