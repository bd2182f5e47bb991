package dev.plumbline.estate;

import static java.util.Objects.requireNonNull;

/**
 * When something happens again and again, in the words of EventBridge Scheduler.
 *
 * @param expression {@code rate(...)} or {@code cron(...)}
 * @param timeZone the time zone of a cron expression, such as {@code Europe/Berlin}
 * @param jitter within how many minutes after the time it may begin; 0 for at once
 */
public record Timing(String expression, String timeZone, int jitter) {

    /** The time zone of who names none. */
    public static final String UTC = "UTC";

    /** The longest jitter, in minutes: a day. */
    public static final int MOST_JITTER = 1_440;

    /** Checks that nothing is missing. */
    public Timing {
        requireNonNull(expression, "expression is null");
        requireNonNull(timeZone, "timeZone is null");
        if (jitter < 0 || jitter > MOST_JITTER) {
            throw new IllegalArgumentException("jitter is not within a day: " + jitter);
        }
    }
}
