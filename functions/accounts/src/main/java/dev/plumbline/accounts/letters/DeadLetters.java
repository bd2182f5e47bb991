package dev.plumbline.accounts.letters;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.documents.DocumentApi;
import dev.plumbline.accounts.documents.DocumentService;
import dev.plumbline.accounts.errors.ErrorTable;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.failure.Failure;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A queue of dead letters. To look at a message is to receive it, which hides it from others for a while; one that is
 * neither released nor removed comes back by itself. What AWS answers as an error is raised as a {@link Failure} that
 * says what happens next.
 */
public final class DeadLetters {

    private static final ErrorTable ERRORS = ErrorTable.of("SQS")
            .stall("The queue of dead letters is missing: deploy template.yaml again", "QueueDoesNotExist")
            .build();

    /** As long as a look at all of them takes; SQS hands out ten at a time. */
    private static final int HIDDEN_SECONDS = 120;

    private static final String GONE = "ReceiptHandleIsInvalid";
    private static final int AT_ONCE = 10;
    private static final int MOST = 1_000;

    private final DocumentApi api;
    private final String url;

    private DeadLetters(DocumentApi api, String url) {
        this.api = requireNonNull(api, "api is null");
        this.url = requireNonNull(url, "url is null");
    }

    /** Returns the gateway to a queue. */
    public static DeadLetters in(Session session, String url) {
        return new DeadLetters(DocumentApi.of(DocumentService.QUEUES, ERRORS, session), url);
    }

    /** Receives all, the oldest first, a thousand at most. */
    public List<DeadLetter> receive() {
        Map<String, DeadLetter> found = new LinkedHashMap<>();
        int before;
        do {
            before = found.size();
            ObjectNode wanted = message()
                    .put("MaxNumberOfMessages", AT_ONCE)
                    .put("VisibilityTimeout", HIDDEN_SECONDS)
                    // All hosts are asked, not some of them (SQS developer guide, short and long polling).
                    .put("WaitTimeSeconds", 1);
            wanted.putArray("MessageAttributeNames").add("All");
            wanted.putArray("MessageSystemAttributeNames").add("SentTimestamp");
            for (JsonNode each : api.call("ReceiveMessage", wanted).path("Messages")) {
                DeadLetter letter = read(each);
                found.put(letter.id(), letter);
            }
        } while (found.size() > before && found.size() < MOST);
        return found.values().stream()
                .sorted((one, other) -> one.at().compareTo(other.at()))
                .toList();
    }

    /** Puts one back at once. */
    public void release(DeadLetter letter) {
        var _ = api.find(
                "ChangeMessageVisibility",
                message().put("ReceiptHandle", letter.handle()).put("VisibilityTimeout", 0),
                GONE);
    }

    /** Removes one. */
    public void remove(DeadLetter letter) {
        var _ = api.find("DeleteMessage", message().put("ReceiptHandle", letter.handle()), GONE);
    }

    private ObjectNode message() {
        return JsonNodeFactory.instance.objectNode().put("QueueUrl", url);
    }

    /**
     * EventBridge says why in RULE_ARN, TARGET_ARN, ERROR_CODE and ERROR_MESSAGE (EventBridge user guide, "Using
     * dead-letter queues"); Lambda in ErrorCode and ErrorMessage (Lambda developer guide, "Dead-letter queues").
     */
    private static DeadLetter read(JsonNode message) {
        JsonNode attributes = message.path("MessageAttributes");
        List<String> why = Stream.of("ERROR_CODE", "ERROR_MESSAGE", "ErrorCode", "ErrorMessage")
                .map(name -> text(attributes, name))
                .filter(text -> !text.isEmpty())
                .toList();
        return new DeadLetter(
                message.path("MessageId").asText(),
                Instant.ofEpochMilli(
                        message.path("Attributes").path("SentTimestamp").asLong()),
                message.path("Body").asText(),
                text(attributes, "RULE_ARN"),
                text(attributes, "TARGET_ARN"),
                String.join(": ", why),
                message.path("ReceiptHandle").asText());
    }

    private static String text(JsonNode attributes, String name) {
        return attributes.path(name).path("StringValue").asText("");
    }
}
