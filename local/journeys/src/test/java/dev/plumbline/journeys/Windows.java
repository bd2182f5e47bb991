package dev.plumbline.journeys;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;

/** Windows of patching, as the live repository states them. */
final class Windows {

    /** Opens every hour for four: there is always room for three hours more. */
    static final String OPEN = "{ opens: cron(0 * * * ? *), duration: 4h, time-zone: Europe/Berlin }";

    /** Opens in a year that nobody waits for. */
    static final String CLOSED = "{ opens: cron(0 2 1 1 ? 2099), duration: 4h, time-zone: Europe/Berlin }";

    /** When that is. */
    static final Instant CLOSED_OPENS = Instant.parse("2099-01-01T01:00:00Z");

    private Windows() {}

    /** Opened in the minute before, and open for so many minutes from now on, or one less. */
    static String openFor(int minutes) {
        LocalTime opened = LocalTime.now(ZoneOffset.UTC).minusMinutes(1);
        return "{ opens: cron(%d %d * * ? *), duration: %dm, time-zone: UTC }"
                .formatted(opened.getMinute(), opened.getHour(), minutes + 1);
    }

    /** What gives one stack a window that is open. */
    static String of(String policy) {
        return "patching: { policy: " + policy + ", windows: [" + OPEN + "] }\n";
    }

    /** Gives the whole estate a window, with a policy and whatever else is to be said. */
    static LiveTree in(LiveTree tree, String window, String policy, String... more) {
        String said = more.length == 0 ? "" : "\n  " + String.join("\n  ", more);
        return tree.replaceInRoot(
                "# What starts runs by itself",
                "patching:\n  policy: %s\n  windows:\n    - %s%s\n\n# What starts runs by itself"
                        .formatted(policy, window, said));
    }
}
