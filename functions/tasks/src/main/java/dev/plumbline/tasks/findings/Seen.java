package dev.plumbline.tasks.findings;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * When a source saw what it tells of. A case that was judged later than that knows it already, so a time is never told
 * earlier than it may have been: AWS writes some of them in whole seconds.
 */
final class Seen {

    private static final long REST_OF_A_SECOND = 999;

    private Seen() {}

    /** Returns the last instant that a time may stand for, to the millisecond. */
    static Instant latest(Instant told) {
        return told.equals(told.truncatedTo(ChronoUnit.SECONDS)) ? told.plusMillis(REST_OF_A_SECOND) : told;
    }

    /** Returns what a source tells, which was not after its event was sent; where it tells nothing, that. */
    static Instant told(JsonNode time, Instant sent) {
        try {
            Instant told = latest(Instant.parse(time.asText()));
            return told.isAfter(sent) || told.isBefore(Instant.EPOCH) ? sent : told;
        } catch (DateTimeException notTold) {
            return sent;
        }
    }
}
