package dev.plumbline.webhook.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.json.Json;
import dev.plumbline.webhook.door.Answer;

/**
 * An answer as HTTP carries it.
 *
 * @param status the HTTP status
 * @param mediaType the body's type
 * @param body the body
 */
public record Reply(int status, String mediaType, String body) {

    private static final String JSON = "application/json";

    /** Writes an answer of the door. */
    public static Reply of(Answer answer) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        return switch (answer) {
            case Answer.Pong _ -> accepted(200, body.put("outcome", "pong"));
            case Answer.Started started ->
                accepted(202, body.put("outcome", "started").put("run", started.run()));
            case Answer.Repeated repeated ->
                accepted(202, body.put("outcome", "repeated").put("run", repeated.run()));
            case Answer.Ignored ignored ->
                accepted(202, body.put("outcome", "ignored").put("reason", ignored.reason()));
        };
    }

    /** Writes a problem document. */
    public static Reply of(Problem problem) {
        return new Reply(
                problem.status(),
                Problem.MEDIA_TYPE,
                Json.text(JsonNodeFactory.instance
                        .objectNode()
                        .put("type", "about:blank")
                        .put("title", problem.title())
                        .put("status", problem.status())
                        .put("detail", problem.detail())));
    }

    private static Reply accepted(int status, ObjectNode body) {
        return new Reply(status, JSON, Json.text(body));
    }
}
