package dev.plumbline.webhook.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The JSON that a Function URL wraps requests and responses in. */
public final class Envelope {

    /**
     * Lambda takes events of 6 MB at most, and answers what is larger with 413 itself (Lambda quotas, "Invocation
     * payload"). All that it delivers is read; what is larger than this does not come from it.
     */
    private static final int EVENT_BYTES = 8 << 20;

    private static final Json EVENTS = Json.within(StreamReadConstraints.builder()
            .maxNestingDepth(64)
            .maxStringLength(EVENT_BYTES)
            .build());

    /** Creates it; it keeps nothing between requests. */
    public Envelope() {}

    /**
     * Reads what Lambda hands over; nothing if it is larger than anything that Lambda hands over.
     *
     * @throws IOException when it cannot be read, or is no JSON
     */
    public Optional<JsonNode> read(InputStream input) throws IOException {
        byte[] event = input.readNBytes(EVENT_BYTES + 1);
        return event.length > EVENT_BYTES ? Optional.empty() : Optional.of(EVENTS.tree(event));
    }

    /**
     * Writes an answer.
     *
     * @throws IOException when it cannot be written
     */
    public void write(ObjectNode answer, OutputStream output) throws IOException {
        Json.write(answer, output);
    }

    /** Returns the answer that says nothing. */
    public ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Returns the request that an event carries; what is missing is empty. */
    public APIGatewayV2HTTPEvent request(JsonNode event) {
        Map<String, String> headers = new LinkedHashMap<>();
        event.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText("")));
        return APIGatewayV2HTTPEvent.builder()
                .withRawPath(event.path("rawPath").asText(""))
                .withHeaders(headers)
                .withBody(event.path("body").asText(""))
                .withIsBase64Encoded(event.path("isBase64Encoded").asBoolean())
                .withRequestContext(APIGatewayV2HTTPEvent.RequestContext.builder()
                        .withRequestId(
                                event.path("requestContext").path("requestId").asText(""))
                        .withHttp(APIGatewayV2HTTPEvent.RequestContext.Http.builder()
                                .withMethod(event.path("requestContext")
                                        .path("http")
                                        .path("method")
                                        .asText(""))
                                .build())
                        .build())
                .build();
    }

    /**
     * Returns the body of a request as the bytes that were sent.
     *
     * @throws IllegalArgumentException when it is announced as Base64 and is none
     */
    static byte[] body(APIGatewayV2HTTPEvent request) {
        return request.getIsBase64Encoded()
                ? Base64.getDecoder().decode(request.getBody())
                : request.getBody().getBytes(UTF_8);
    }

    /** Returns the answer that Lambda turns into an HTTP response. */
    public ObjectNode answer(APIGatewayV2HTTPResponse response) {
        ObjectNode answer = empty().put("statusCode", response.getStatusCode());
        ObjectNode headers = answer.putObject("headers");
        response.getHeaders().forEach(headers::put);
        return answer.put("body", response.getBody()).put("isBase64Encoded", false);
    }
}
