package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.StackKey;
import java.time.Duration;
import java.time.Instant;

/**
 * One line of a run's progress: what it does to one stack.
 *
 * @param stack the stack
 * @param environment the environment that it belongs to
 * @param wave the wave that it is deployed in
 * @param phase how far it is
 * @param action what is done to it, such as {@code create}, {@code update}, {@code none}
 * @param changes what changes, in a few words, such as {@code +3 ~1 -0}
 * @param startedAt when its turn came
 * @param took how long it took until now
 * @param verdict what verification found
 * @param reason why it is as it is, for people; empty where all is well
 */
public record Line(
        StackKey stack,
        String environment,
        int wave,
        Phase phase,
        String action,
        String changes,
        Instant startedAt,
        Duration took,
        Verdict verdict,
        String reason) {
    /** Checks that nothing is missing. */
    public Line {
        requireNonNull(stack, "stack is null");
        requireNonNull(environment, "environment is null");
        requireNonNull(phase, "phase is null");
        requireNonNull(action, "action is null");
        requireNonNull(changes, "changes is null");
        requireNonNull(startedAt, "startedAt is null");
        requireNonNull(took, "took is null");
        requireNonNull(verdict, "verdict is null");
        requireNonNull(reason, "reason is null");
    }

    /** Returns the line as it ends where nothing more will happen to its stack, and nothing has. */
    public Line ended(String why) {
        return new Line(stack, environment, wave, Phase.DONE, "none", changes, startedAt, took, Verdict.UNKNOWN, why);
    }
}
