package dev.plumbline.tasks.schedule;

import static java.util.Objects.requireNonNull;

/** What reconcile asks of the function plumbline-schedule. */
public sealed interface ScheduleInput {

    /**
     * Make the schedules those of a plan.
     *
     * @param run id of the run
     * @param key where its plan lies in the bucket
     */
    record ApplySchedules(String run, String key) implements ScheduleInput {
        /** Checks that nothing is missing. */
        public ApplySchedules {
            requireNonNull(run, "run is null");
            requireNonNull(key, "key is null");
        }
    }
}
