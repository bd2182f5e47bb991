package dev.plumbline.estate.plan;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.Schedule;
import java.util.List;

/**
 * What one commit intends for all targets.
 *
 * @param version version of the form in which it is stored
 * @param commit the commit that it was made from
 * @param organization the name of the organisation
 * @param concurrency how many targets are worked on at once
 * @param schedules what starts runs by itself
 * @param waves the waves in order; numbers may be missing where nothing is deployed
 */
public record Plan(
        int version, String commit, String organization, int concurrency, List<Schedule> schedules, List<Wave> waves) {

    /** The version that this release reads and writes. */
    public static final int VERSION = 1;

    /** Checks that nothing is missing and copies the waves. */
    public Plan {
        requireNonNull(commit, "commit is null");
        requireNonNull(organization, "organization is null");
        schedules = List.copyOf(schedules);
        waves = List.copyOf(waves);
    }
}
