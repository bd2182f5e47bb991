package dev.plumbline.cluster;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * The answer that CloudFormation waits for: an object put where the event says, without which a stack waits for an
 * hour.
 *
 * @param reason why it failed; empty where it succeeded
 */
record Answer(ResourceEvent event, String reason) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** An answer may hold 4,096 bytes in all. */
    private static final int LONGEST_REASON = 1_000;

    Answer {
        requireNonNull(event, "event is null");
        reason = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
    }

    /**
     * Puts it.
     *
     * @throws IOException where that fails; the invocation then fails and is repeated
     */
    void send(HttpClient http) throws IOException {
        // The address is signed for a request without a content type.
        HttpRequest request = HttpRequest.newBuilder(URI.create(event.responseUrl()))
                .timeout(TIMEOUT)
                .PUT(BodyPublishers.ofString(body()))
                .build();
        try {
            HttpResponse<Void> response = http.send(request, BodyHandlers.discarding());
            if (response.statusCode() / 100 != 2) {
                throw new IOException("CloudFormation's address answered " + response.statusCode());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while answering CloudFormation", e);
        }
    }

    private String body() {
        ObjectNode body = JSON.createObjectNode()
                .put("Status", reason.isEmpty() ? "SUCCESS" : "FAILED")
                .put("PhysicalResourceId", event.physicalId())
                .put("StackId", event.stackId())
                .put("RequestId", event.requestId())
                .put("LogicalResourceId", event.logicalId());
        if (!reason.isEmpty()) {
            body.put("Reason", reason);
        }
        return body.toString();
    }
}
