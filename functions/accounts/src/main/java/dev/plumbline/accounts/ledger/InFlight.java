package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.StackKey;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
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
 * @param needs the stacks whose outputs go into what it makes
 */
public record InFlight(
        String run,
        String changeSet,
        String digest,
        String requestToken,
        Set<String> windowed,
        boolean executing,
        @Nullable String taskTokenOrNull,
        SortedSet<StackKey> needs) {
    /** Checks that nothing is missing and copies the sets. */
    public InFlight {
        requireNonNull(run, "run is null");
        requireNonNull(changeSet, "changeSet is null");
        requireNonNull(digest, "digest is null");
        requireNonNull(requestToken, "requestToken is null");
        windowed = Set.copyOf(windowed);
        needs = Collections.unmodifiableSortedSet(new TreeSet<>(needs));
    }

    /** Returns a change that is to be made and needs no other stack. */
    public static InFlight begins(String run, String changeSet, String digest, String requestToken) {
        return new InFlight(run, changeSet, digest, requestToken, Set.of(), false, null, new TreeSet<>());
    }

    /** Returns the same change, with the names of the stack's windowed parameters. */
    public InFlight withWindowed(Set<String> names) {
        return new InFlight(run, changeSet, digest, requestToken, names, executing, taskTokenOrNull, needs);
    }

    /** Returns the same change with outputs of other stacks in it. */
    public InFlight needing(SortedSet<StackKey> stacks) {
        return new InFlight(run, changeSet, digest, requestToken, windowed, executing, taskTokenOrNull, stacks);
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
