package dev.plumbline.webhook.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A request to a Function URL (payload format 2.0), cut down to what the door looks at. Headers that it does not know
 * are dropped before any framework sees them, and the body is bytes, whatever its sender calls it.
 */
public final class FunctionUrlEvent {

    private static final Set<String> KNOWN = Set.of(
            "x-github-event",
            "x-hub-signature",
            "x-hub-signature-256",
            "x-gitlab-event",
            "x-gitlab-token",
            "webhook-id",
            "webhook-timestamp",
            "webhook-signature",
            "x-event-key",
            "circleci-event-type",
            "circleci-signature");

    private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]*");

    private final String method;
    private final String path;
    private final Map<String, String> headers;
    private final byte[] body;

    private FunctionUrlEvent(String method, String path, Map<String, String> headers, byte[] body) {
        this.method = requireNonNull(method, "method is null");
        this.path = requireNonNull(path, "path is null");
        this.headers = Map.copyOf(headers);
        this.body = body;
    }

    /**
     * Reads an event.
     *
     * @throws IllegalArgumentException when the body is announced as Base64 and is none
     */
    public static FunctionUrlEvent of(JsonNode event) {
        String text = event.path("body").asText("");
        byte[] body =
                event.path("isBase64Encoded").asBoolean() ? Base64.getDecoder().decode(text) : text.getBytes(UTF_8);
        return new FunctionUrlEvent(
                event.path("requestContext").path("http").path("method").asText(""),
                event.path("rawPath").asText(""),
                headers(event.path("headers")),
                body);
    }

    /** Returns the number of bytes of the body. */
    public int length() {
        return body.length;
    }

    /** Returns whether the request is one that the door's route takes. */
    public boolean isDelivery() {
        return method.equals("POST") && path.equals("/");
    }

    /** Returns the event for Micronaut. The body goes as Base64, so that no character set can change a signed byte. */
    public APIGatewayV2HTTPEvent toProxyEvent() {
        return APIGatewayV2HTTPEvent.builder()
                .withVersion("2.0")
                .withRawPath(path)
                .withRawQueryString("")
                .withHeaders(new TreeMap<>(headers))
                .withBody(Base64.getEncoder().encodeToString(body))
                .withIsBase64Encoded(true)
                .withRequestContext(APIGatewayV2HTTPEvent.RequestContext.builder()
                        .withHttp(APIGatewayV2HTTPEvent.RequestContext.Http.builder()
                                .withMethod(method)
                                .withPath(path)
                                .withProtocol("HTTP/1.1")
                                .build())
                        .build())
                .build();
    }

    /** Keeps a header that was sent twice, in whatever case, as both values joined by a comma. */
    private static Map<String, String> headers(JsonNode node) {
        Map<String, String> headers = new TreeMap<>(Map.of("content-type", "application/octet-stream"));
        node.properties().forEach(header -> {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (KNOWN.contains(name)) {
                String value = header.getValue().asText("");
                // What HTTP could not carry proves nothing, but that the header is there still counts.
                headers.merge(name, PRINTABLE.matcher(value).matches() ? value : "", (a, b) -> a + "," + b);
            }
        });
        return headers;
    }
}
