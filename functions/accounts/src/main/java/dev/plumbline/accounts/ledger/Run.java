package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One reconcile.
 *
 * @param id the name of its execution
 * @param trigger what set it off: {@code push}, {@code schedule}, {@code person}, {@code finding}
 * @param ref the branch
 * @param commit the commit, empty until it is known
 * @param startedAt when it began
 * @param endedAtOrNull when it ended, or null
 * @param outcomeOrNull how it ended, or null
 * @param reason why it was started or how it came to end, for people; often empty
 * @param planKey key of its plan in the bucket, empty until there is one
 */
public record Run(
        String id,
        String trigger,
        String ref,
        String commit,
        Instant startedAt,
        @Nullable Instant endedAtOrNull,
        @Nullable Outcome outcomeOrNull,
        String reason,
        String planKey) {
    /** Checks that nothing is missing. */
    public Run {
        requireNonNull(id, "id is null");
        requireNonNull(trigger, "trigger is null");
        requireNonNull(ref, "ref is null");
        requireNonNull(commit, "commit is null");
        requireNonNull(startedAt, "startedAt is null");
        requireNonNull(reason, "reason is null");
        requireNonNull(planKey, "planKey is null");
    }

    /** Returns a run that begins. */
    public static Run begins(String id, String trigger, String ref, Instant startedAt, String reason) {
        return new Run(id, trigger, ref, "", startedAt, null, null, reason, "");
    }

    /** Returns when it ended, or nothing while it runs. */
    public Optional<Instant> endedAt() {
        return Optional.ofNullable(endedAtOrNull);
    }

    /** Returns how it ended, or nothing while it runs. */
    public Optional<Outcome> outcome() {
        return Optional.ofNullable(outcomeOrNull);
    }
}
