package dev.plumbline.tasks.findings;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.failure.Invalid;
import java.time.DateTimeException;
import java.time.Instant;

/** An event of the bus, told apart by what it is about. */
public sealed interface Incoming {

    /**
     * A finding on something of the account from which the event comes.
     *
     * @param target the envelope's account and region
     * @param finding the finding
     */
    record Found(TargetKey target, Finding finding) implements Incoming {
        /** Checks that nothing is missing. */
        public Found {
            requireNonNull(target, "target is null");
            requireNonNull(finding, "finding is null");
        }
    }

    /**
     * A finding that tells of another account than the one from which the event comes: an administrator of GuardDuty
     * repeats what its members find, and anybody could say so.
     *
     * @param target the envelope's account and region
     * @param account the account that it tells of
     * @param type what the finding is called
     */
    record OfAnother(TargetKey target, String account, String type) implements Incoming {
        /** Checks that nothing is missing. */
        public OfAnother {
            requireNonNull(target, "target is null");
            requireNonNull(account, "account is null");
            requireNonNull(type, "type is null");
        }
    }

    /**
     * Nothing to do: a rule is kept, or the finding was archived or is a sample.
     *
     * @param why in a few words
     */
    record Nothing(String why) implements Incoming {
        /** Checks that nothing is missing. */
        public Nothing {
            requireNonNull(why, "why is null");
        }
    }

    /**
     * Reads an event. Account and region are those of the envelope, which AWS writes.
     *
     * @throws Invalid where it is no event that is routed here, or cannot be read
     */
    static Incoming read(JsonNode event) {
        try {
            TargetKey target = new TargetKey(
                    event.path("account").asText(), event.path("region").asText());
            Instant at = Seen.latest(Instant.parse(event.path("time").asText()));
            JsonNode detail = event.path("detail");
            return switch (event.path("source").asText()) {
                case "aws.guardduty" -> GuardDutyFinding.read(target, at, detail);
                case "aws.config" -> ConfigFinding.read(target, at, detail);
                default ->
                    throw new Invalid("An event of source '"
                            + Words.plain(event.path("source").asText()) + "' does not belong here.");
            };
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
            throw new Invalid("An event cannot be read: " + Words.plain(String.valueOf(e.getMessage())), e);
        }
    }
}
