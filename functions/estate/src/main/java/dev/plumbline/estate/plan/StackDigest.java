package dev.plumbline.estate.plan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.plumbline.estate.Digests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.SortedMap;

/**
 * What makes two deployments of a stack the same: a digest over canonical JSON. A change of its form redeploys every
 * stack.
 */
final class StackDigest {

    private static final JsonFactory JSON = new JsonFactory();

    private StackDigest() {}

    /** Returns 64 lower-case hexadecimal digits. */
    static String of(String templateDigest, SortedMap<String, String> parameters, SortedMap<String, String> tags) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            texts(json, "parameters", parameters);
            texts(json, "tags", tags);
            json.writeStringField("template", templateDigest);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("an array does not fail", e);
        }
        return Digests.sha256(bytes.toByteArray());
    }

    private static void texts(JsonGenerator json, String name, SortedMap<String, String> texts) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, String> text : texts.entrySet()) {
            json.writeStringField(text.getKey(), text.getValue());
        }
        json.writeEndObject();
    }
}
