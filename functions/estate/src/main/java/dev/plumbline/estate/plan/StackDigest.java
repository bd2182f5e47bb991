package dev.plumbline.estate.plan;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.plumbline.estate.Digests;
import dev.plumbline.json.Json;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;

/**
 * What makes two deployments of a stack the same: a digest over canonical JSON. A change of its form redeploys every
 * stack.
 */
final class StackDigest {

    private StackDigest() {}

    /** Returns 64 lower-case hexadecimal digits. */
    static String of(String templateDigest, SortedMap<String, String> parameters, SortedMap<String, String> tags) {
        return Digests.sha256(Json.bytes(json -> {
            json.writeStartObject();
            texts(json, "parameters", parameters);
            texts(json, "tags", tags);
            json.writeStringField("template", templateDigest);
            json.writeEndObject();
        }));
    }

    private static void texts(JsonGenerator json, String name, SortedMap<String, String> texts) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, String> text : texts.entrySet()) {
            json.writeStringField(text.getKey(), text.getValue());
        }
        json.writeEndObject();
    }
}
