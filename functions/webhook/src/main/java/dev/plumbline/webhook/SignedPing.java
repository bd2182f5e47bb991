package dev.plumbline.webhook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.estate.source.Secret;
import dev.plumbline.json.Json;
import dev.plumbline.webhook.signature.Provider;
import dev.plumbline.webhook.signature.SharedSecrets;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A ping that goes through a whole door, whose only secret is the one that the ping is signed with. That door is thrown
 * away: the secret stands here for all to read, and opens nothing else.
 */
final class SignedPing {

    private static final String BODY = "{\"zen\":\"Keep it logically awesome.\",\"repository\":{\"id\":1}}";
    private static final String SECRET = "priming";
    private static final String SIGNATURE = "sha256=52115d30e2d24917f7eff3af63d33c33d30d2ead84f395152e6dc13ca6bb98fe";

    private SignedPing() {}

    /** Takes the ping through a door like the given one. */
    static void through(DoorParts parts) {
        DoorParts mine = new DoorParts(parts.door(), parts.settings(), new OneSecret());
        WebhookHandler handler = new WebhookHandler(() -> mine, System.out::println);
        try {
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            handler.handleRequest(new ByteArrayInputStream(Json.bytes(event())), output, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            handler.close();
        }
    }

    private static ObjectNode event() {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("version", "2.0").put("rawPath", "/").put("body", BODY).put("isBase64Encoded", false);
        event.putObject("headers")
                .put("content-type", "application/json")
                .put("x-github-event", "ping")
                .put("x-hub-signature-256", SIGNATURE);
        event.putObject("requestContext").putObject("http").put("method", "POST");
        return event;
    }

    private record OneSecret() implements SharedSecrets {

        @Override
        public List<Secret> of(Provider provider) {
            return List.of(new Secret(SECRET));
        }

        @Override
        public List<Secret> refreshed(Provider provider) {
            return List.of();
        }
    }
}
