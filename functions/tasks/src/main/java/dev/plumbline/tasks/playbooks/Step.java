package dev.plumbline.tasks.playbooks;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.calls.Call;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One change of an account, before it is made. It may be carried out twice: the second time it changes nothing.
 *
 * @param says what it does, for people
 * @param interrupts whether a service may notice
 * @param call what is asked of AWS
 * @param lastsSeconds after how many seconds it is taken back by itself; 0 for never
 * @param undoOrNull what takes it back, or null where nothing does
 * @param existingOrNull how it is known that the thing is there already, or null where the call itself tells
 */
public record Step(
        String says,
        boolean interrupts,
        Call call,
        long lastsSeconds,
        @Nullable Call undoOrNull,
        @Nullable Existing existingOrNull) {

    /** Checks that nothing is missing. */
    public Step {
        requireNonNull(says, "says is null");
        requireNonNull(call, "call is null");
    }

    /** Returns a step that services do not notice. */
    public static Step of(String says, Call call, Call undo) {
        return new Step(says, false, call, 0, undo, null);
    }

    /** Returns a step that services do not notice and that is not taken back. */
    public static Step forGood(String says, Call call) {
        return new Step(says, false, call, 0, null, null);
    }

    /** Returns this step as one that services may notice. */
    public Step interrupting() {
        return new Step(says, true, call, lastsSeconds, undoOrNull, existingOrNull);
    }

    /** Returns this step as one that is taken back by itself after a time. */
    public Step lasting(Duration time) {
        return new Step(says, interrupts, call, time.toSeconds(), undoOrNull, existingOrNull);
    }

    /** Returns this step as one that is left out where its thing is there, and taken back only while it is. */
    public Step unless(Existing existing) {
        return new Step(says, interrupts, call, lastsSeconds, undoOrNull, existing);
    }

    /** Returns what takes it back, or nothing. */
    public Optional<Call> undo() {
        return Optional.ofNullable(undoOrNull);
    }

    /** Returns how it is known that the thing is there already, or nothing. */
    public Optional<Existing> existing() {
        return Optional.ofNullable(existingOrNull);
    }
}
