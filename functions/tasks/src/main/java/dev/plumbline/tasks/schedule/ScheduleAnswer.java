package dev.plumbline.tasks.schedule;

import static java.util.Objects.requireNonNull;

/**
 * What became of the schedules.
 *
 * @param digest what they are now
 * @param made how many were made
 * @param changed how many were changed
 * @param removed how many were removed
 */
public record ScheduleAnswer(String digest, int made, int changed, int removed) {

    /** Checks that nothing is missing. */
    public ScheduleAnswer {
        requireNonNull(digest, "digest is null");
    }
}
