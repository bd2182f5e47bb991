package dev.plumbline.tasks.plan;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Outcome;
import java.util.List;

/**
 * What has to be done: keys and counts, whatever the size of the estate.
 *
 * @param outcome {@code planned}, or the label of the outcome of a run that has nothing to deploy
 * @param reason why, for people; often empty
 * @param waves the waves that have anything to do, in order
 * @param concurrency how many targets are worked on at once
 * @param schedules key of the plan whose schedules are to be set; empty where they are set already
 */
public record PlanAnswer(String outcome, String reason, List<WaveRef> waves, int concurrency, String schedules) {

    /** Checks that nothing is missing and copies the waves. */
    public PlanAnswer {
        requireNonNull(outcome, "outcome is null");
        requireNonNull(reason, "reason is null");
        waves = List.copyOf(waves);
        requireNonNull(schedules, "schedules is null");
    }

    /**
     * A wave.
     *
     * @param number its number
     * @param key where its targets are listed
     * @param targets how many there are
     */
    public record WaveRef(int number, String key, int targets) {
        /** Checks that nothing is missing. */
        public WaveRef {
            requireNonNull(key, "key is null");
        }
    }

    static PlanAnswer nothing(Outcome outcome, String reason) {
        return new PlanAnswer(outcome.label(), reason, List.of(), 1, "");
    }
}
