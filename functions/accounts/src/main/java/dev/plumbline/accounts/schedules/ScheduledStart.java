package dev.plumbline.accounts.schedules;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.Timing;

/**
 * A schedule that starts an execution.
 *
 * @param name its name in its group
 * @param timing when
 * @param machineArn the machine that it starts
 * @param input what the execution is started with, as JSON
 */
public record ScheduledStart(String name, Timing timing, String machineArn, String input) {

    /** Checks that nothing is missing. */
    public ScheduledStart {
        requireNonNull(name, "name is null");
        requireNonNull(timing, "timing is null");
        requireNonNull(machineArn, "machineArn is null");
        requireNonNull(input, "input is null");
    }
}
