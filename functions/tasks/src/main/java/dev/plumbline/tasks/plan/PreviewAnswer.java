package dev.plumbline.tasks.plan;

import static java.util.Objects.requireNonNull;

/**
 * What the plan of a commit is made of: a key and a count, whatever the size of the estate.
 *
 * @param outcome {@code planned} where targets have to be looked at, {@code told} where all is said already, or
 *     {@code overtaken} where there is nothing to say
 * @param key where the targets are listed; empty where there are none
 * @param targets how many there are
 * @param concurrency how many are looked at at once
 * @param reason why, for people; often empty
 */
public record PreviewAnswer(String outcome, String key, int targets, int concurrency, String reason) {

    /** Checks that nothing is missing. */
    public PreviewAnswer {
        requireNonNull(outcome, "outcome is null");
        requireNonNull(key, "key is null");
        requireNonNull(reason, "reason is null");
    }

    static PreviewAnswer told(String reason) {
        return new PreviewAnswer("told", "", 0, 1, reason);
    }

    static PreviewAnswer overtaken(String reason) {
        return new PreviewAnswer("overtaken", "", 0, 1, reason);
    }
}
