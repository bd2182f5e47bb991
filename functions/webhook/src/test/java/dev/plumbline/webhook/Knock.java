package dev.plumbline.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A request to the door's Function URL, put together as a sender would. */
final class Knock {

    static final ObjectMapper JSON = new ObjectMapper();

    /** AWS calls no two requests the same. */
    private static final AtomicInteger REQUESTS = new AtomicInteger();

    private final byte[] body;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private String method = "POST";
    private String path = "/";
    private boolean base64;

    private Knock(byte[] body) {
        this.body = body;
        headers.put("content-type", "application/json");
    }

    static Knock with(String body) {
        return with(body.getBytes(UTF_8));
    }

    static Knock with(byte[] body) {
        return new Knock(body);
    }

    /** A delivery of GitHub, signed. */
    static Knock gitHub(String event, String secret, byte[] body) {
        return with(body)
                .header("x-github-event", event)
                .header("x-github-delivery", "72d3162e-cc78-11e3-81ab-4c9367dc0958")
                .header("x-hub-signature-256", "sha256=" + hmac(secret.getBytes(UTF_8), body));
    }

    Knock header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    Knock without(String name) {
        headers.remove(name);
        return this;
    }

    Knock method(String newMethod) {
        method = newMethod;
        return this;
    }

    Knock path(String newPath) {
        path = newPath;
        return this;
    }

    Knock base64() {
        base64 = true;
        return this;
    }

    static String hmac(byte[] key, byte[] text) {
        return HexFormat.of().formatHex(code(key, text));
    }

    static byte[] code(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Response at(WebhookHandler door) {
        try {
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            door.handleRequest(new ByteArrayInputStream(JSON.writeValueAsBytes(event())), output, null);
            JsonNode answer = JSON.readTree(output.toByteArray());
            return new Response(
                    answer.path("statusCode").asInt(),
                    answer.path("headers"),
                    answer.path("body").asText());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Hands an event to a door as it is. */
    static Response raw(WebhookHandler door, String event) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        door.handleRequest(new ByteArrayInputStream(event.getBytes(UTF_8)), output, null);
        JsonNode answer = JSON.readTree(output.toByteArray());
        return new Response(
                answer.path("statusCode").asInt(),
                answer.path("headers"),
                answer.path("body").asText());
    }

    private ObjectNode event() {
        ObjectNode event = JSON.createObjectNode()
                .put("version", "2.0")
                .put("rawPath", path)
                .put("rawQueryString", "");
        ObjectNode fields = event.putObject("headers");
        headers.forEach(fields::put);
        event.putObject("requestContext")
                .put("requestId", "request-" + REQUESTS.incrementAndGet())
                .putObject("http")
                .put("method", method)
                .put("path", path)
                .put("sourceIp", "192.0.2.1");
        return event.put("body", base64 ? Base64.getEncoder().encodeToString(body) : new String(body, UTF_8))
                .put("isBase64Encoded", base64);
    }

    /** What came back. */
    record Response(int status, JsonNode headers, String body) {

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        String field(String name) {
            return json().path(name).asText();
        }
    }
}
