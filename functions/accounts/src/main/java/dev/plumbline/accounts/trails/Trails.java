package dev.plumbline.accounts.trails;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.documents.DocumentApi;
import dev.plumbline.accounts.documents.DocumentService;
import dev.plumbline.accounts.drift.ChangedBy;
import dev.plumbline.accounts.errors.ErrorTable;
import dev.plumbline.accounts.session.Role;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.failure.Failure;
import dev.plumbline.json.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * What CloudTrail remembers of the last 90 days of one account and region, whether it has a trail or not. It takes
 * minutes until a call is there, and twice a second is as often as it may be asked. What AWS answers as an error is
 * raised as a {@link Failure} that says what happens next.
 */
public final class Trails {

    private static final ErrorTable ERRORS = ErrorTable.of("CloudTrail").build();
    private static final int PAGE = 50;
    private static final String CLOUDFORMATION = "cloudformation.amazonaws.com";

    /** In the ARN of a session of the role that applies settings. */
    private static final String OURS = ":assumed-role/" + Role.PROVISION.roleName() + "/";

    private final DocumentApi api;

    private Trails(DocumentApi api) {
        this.api = requireNonNull(api, "api is null");
    }

    /** Returns the gateway for where a session works. */
    public static Trails in(Session session) {
        return new Trails(DocumentApi.of(DocumentService.TRAILS, ERRORS, session));
    }

    /**
     * Returns who changed a resource last, other than CloudFormation and who called it. Looks at the last 50 events of
     * the resource, of which calls that only read, and those that failed, do not count.
     *
     * @param resource the resource's name, as the service names it to CloudTrail: see {@link TrailNames}
     * @param since what was before does not count
     */
    public Optional<ChangedBy> lastChange(String resource, Instant since) {
        return last("ResourceName", resource, since, document -> true);
    }

    /**
     * Returns who made a call last that succeeded, other than CloudFormation and whoever applies settings for
     * Plumbline. Looks at the last 50 calls of that name.
     *
     * @param event the name of the call, such as {@code DisableEbsEncryptionByDefault}
     * @param about what the call's document has to hold, such as a resource's id; empty where any will do
     * @param since what was before does not count
     */
    public Optional<ChangedBy> lastCall(String event, String about, Instant since) {
        return last(
                "EventName",
                event,
                since,
                document -> !document.path("userIdentity").path("arn").asText().contains(OURS)
                        && (about.isEmpty() || Json.text(document).contains(about)));
    }

    private Optional<ChangedBy> last(String key, String value, Instant since, Predicate<JsonNode> counts) {
        ObjectNode wanted = JsonNodeFactory.instance
                .objectNode()
                .put("StartTime", since.getEpochSecond())
                .put("MaxResults", PAGE);
        wanted.putArray("LookupAttributes").addObject().put("AttributeKey", key).put("AttributeValue", value);
        // The newest comes first.
        return StreamSupport.stream(
                        api.call("LookupEvents", wanted).path("Events").spliterator(), false)
                .filter(event -> !event.path("ReadOnly").asText().equals("true"))
                .filter(event -> !event.path("EventSource").asText().equals(CLOUDFORMATION))
                .flatMap(event -> read(event, counts).stream())
                .findFirst();
    }

    /** Nothing where a stack made the call, where it failed, or where it does not count. */
    private static Optional<ChangedBy> read(JsonNode event, Predicate<JsonNode> counts) {
        JsonNode told = document(event.path("CloudTrailEvent").asText());
        JsonNode identity = told.path("userIdentity");
        boolean byStack = identity.path("invokedBy").asText().equals(CLOUDFORMATION)
                || told.path("sourceIPAddress").asText().equals(CLOUDFORMATION);
        if (byStack || told.has("errorCode") || !counts.test(told)) {
            return Optional.empty();
        }
        String who = first(
                identity.path("arn").asText(),
                identity.path("invokedBy").asText(),
                event.path("Username").asText());
        Instant at = Instant.ofEpochMilli(Math.round(event.path("EventTime").asDouble() * 1000));
        return Optional.of(new ChangedBy(
                who,
                event.path("EventName").asText(),
                at.truncatedTo(ChronoUnit.SECONDS).toString()));
    }

    private static String first(String... texts) {
        for (String text : texts) {
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }

    /** An event that is no document tells nobody's name. */
    private static JsonNode document(String text) {
        try {
            return Json.read(text);
        } catch (JacksonException e) {
            return JsonNodeFactory.instance.objectNode();
        }
    }
}
