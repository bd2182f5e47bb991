package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A change of a stack that is under way.
 *
 * @param run the run that makes it
 * @param changeSet name of the change set
 * @param digest the digest that the stack will have
 * @param requestToken the token that CloudFormation puts on every event of the change; one for each run and stack
 * @param windowed the names of the stack's windowed parameters, whose values are noted once it has ended
 * @param executing whether its execution was begun
 * @param taskTokenOrNull the token of the task that waits for its end, or null while none does
 */
public record InFlight(
        String run,
        String changeSet,
        String digest,
        String requestToken,
        Set<String> windowed,
        boolean executing,
        @Nullable String taskTokenOrNull) {
    /** Checks that nothing is missing and copies the names. */
    public InFlight {
        requireNonNull(run, "run is null");
        requireNonNull(changeSet, "changeSet is null");
        requireNonNull(digest, "digest is null");
        requireNonNull(requestToken, "requestToken is null");
        windowed = Set.copyOf(windowed);
    }

    /** Returns a change that is to be made. */
    public static InFlight begins(String run, String changeSet, String digest, String requestToken) {
        return new InFlight(run, changeSet, digest, requestToken, Set.of(), false, null);
    }

    /** Returns the same change, with the names of the stack's windowed parameters. */
    public InFlight withWindowed(Set<String> names) {
        return new InFlight(run, changeSet, digest, requestToken, names, executing, taskTokenOrNull);
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
