package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.StackKey;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that could be patched, or was.
 *
 * @param stack the stack that it belongs to
 * @param environment the stack's environment
 * @param wave the stack's wave
 * @param kind what kind of patch it is, such as {@code maintenance}
 * @param subject what is patched, such as the name of an instance
 * @param from what is there
 * @param to what would be, or is, there afterwards
 * @param says what is done, for people
 * @param status what becomes of it
 * @param reason why it is not done, or went wrong; often empty
 * @param seenAt when it was first seen to be possible
 * @param opensAtOrNull when its next window opens, or null where none does
 * @param run the run that applied it last; empty where none did
 * @param startedAtOrNull when that began, or null
 * @param endedAtOrNull when that ended, or null
 */
public record Patch(
        StackKey stack,
        String environment,
        int wave,
        String kind,
        String subject,
        String from,
        String to,
        String says,
        PatchStatus status,
        String reason,
        Instant seenAt,
        @Nullable Instant opensAtOrNull,
        String run,
        @Nullable Instant startedAtOrNull,
        @Nullable Instant endedAtOrNull) {

    /** Checks that nothing is missing. */
    public Patch {
        requireNonNull(stack, "stack is null");
        requireNonNull(environment, "environment is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(subject, "subject is null");
        requireNonNull(from, "from is null");
        requireNonNull(to, "to is null");
        requireNonNull(says, "says is null");
        requireNonNull(status, "status is null");
        requireNonNull(reason, "reason is null");
        requireNonNull(seenAt, "seenAt is null");
        requireNonNull(run, "run is null");
    }

    /** Returns what tells it from all others of its target: stack, kind and subject. */
    public String id() {
        return stack.stack() + "#" + kind + "#" + subject;
    }

    /** Whether it is the same patch as another: of the same subject, to the same version. */
    public boolean is(Patch other) {
        return stack.equals(other.stack) && id().equals(other.id()) && to.equals(other.to);
    }

    /** Returns the same patch as it was first seen at another time. */
    public Patch seenAt(Instant at) {
        return with(status, reason, at, run, startedAtOrNull, endedAtOrNull);
    }

    /** Returns the same patch with another status. */
    public Patch becomes(PatchStatus other, String why) {
        return with(other, why, seenAt, run, startedAtOrNull, endedAtOrNull);
    }

    /** Returns the same patch as a run begins to apply it. */
    public Patch begun(String byRun, Instant at) {
        return with(PatchStatus.RUNNING, "", seenAt, byRun, at, null);
    }

    /** Returns the same patch as its application has ended. */
    public Patch ended(PatchStatus how, String why, Instant at) {
        return with(how, why, seenAt, run, startedAtOrNull, at);
    }

    /** Returns when its next window opens, or nothing. */
    public Optional<Instant> opensAt() {
        return Optional.ofNullable(opensAtOrNull);
    }

    /** Returns when its application began, or nothing where it did not. */
    public Optional<Instant> startedAt() {
        return Optional.ofNullable(startedAtOrNull);
    }

    /** Returns when its application ended, or nothing where it did not. */
    public Optional<Instant> endedAt() {
        return Optional.ofNullable(endedAtOrNull);
    }

    /** What is patched, and to what, stays; how far that is changes. */
    private Patch with(
            PatchStatus other,
            String why,
            Instant firstSeenAt,
            String byRun,
            @Nullable Instant beganAtOrNull,
            @Nullable Instant finishedAtOrNull) {
        return new Patch(
                stack,
                environment,
                wave,
                kind,
                subject,
                from,
                to,
                says,
                other,
                why,
                firstSeenAt,
                opensAtOrNull,
                byRun,
                beganAtOrNull,
                finishedAtOrNull);
    }
}
