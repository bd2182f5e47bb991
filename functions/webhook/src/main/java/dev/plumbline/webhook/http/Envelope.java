package dev.plumbline.webhook.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Map;

/** The JSON that a Function URL wraps requests and responses in. */
public final class Envelope {

    /** The event itself comes from Lambda, which takes at most 6 MB; its body is judged later. */
    private final ObjectMapper json = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxStringLength(16 << 20)
                    .build())
            .build());

    /** Creates it; it keeps nothing between requests. */
    public Envelope() {}

    /**
     * Reads an event.
     *
     * @throws IOException when it cannot be read, or is no JSON
     */
    public JsonNode read(InputStream input) throws IOException {
        return json.readTree(input);
    }

    /**
     * Writes an answer.
     *
     * @throws IOException when it cannot be written
     */
    public void write(ObjectNode answer, OutputStream output) throws IOException {
        json.writeValue(output, answer);
    }

    /** Returns the answer that says nothing. */
    public ObjectNode empty() {
        return json.createObjectNode();
    }

    /** Returns the answer that Lambda turns into an HTTP response. */
    public ObjectNode response(int status, Map<String, String> headers, String body) {
        ObjectNode response = empty().put("statusCode", status);
        ObjectNode fields = response.putObject("headers");
        headers.forEach((name, value) -> fields.put(name.toLowerCase(Locale.ROOT), value));
        return response.put("body", body).put("isBase64Encoded", false);
    }
}
