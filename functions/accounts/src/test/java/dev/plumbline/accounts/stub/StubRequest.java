package dev.plumbline.accounts.stub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * A request as it would have gone to AWS.
 *
 * @param http the request line and headers
 * @param body the body
 */
public record StubRequest(SdkHttpRequest http, String body) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Returns the action: from the target header, else from the form, else the method and path. */
    public String action() {
        String target = header("X-Amz-Target");
        if (!target.isEmpty()) {
            return target.substring(target.lastIndexOf('.') + 1);
        }
        String action = form().get("Action");
        return action == null ? http.method() + " " + http.encodedPath() : action;
    }

    /** Returns a header, empty where there is none. */
    public String header(String name) {
        return http.firstMatchingHeader(name).orElse("");
    }

    /** Returns the fields of a form, none where the body is something else. */
    public Map<String, String> form() {
        TreeMap<String, String> fields = new TreeMap<>();
        if (header("Content-Type").startsWith("application/x-www-form-urlencoded")) {
            for (String pair : body.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                fields.put(decode(parts[0]), parts.length == 2 ? decode(parts[1]) : "");
            }
        }
        return fields;
    }

    /** Returns the body as JSON. */
    public JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException error) {
            throw new AssertionError("not JSON: " + body, error);
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
