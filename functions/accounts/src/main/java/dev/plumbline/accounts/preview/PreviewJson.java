package dev.plumbline.accounts.preview;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plumbline.failure.Stalled;
import java.io.IOException;

/** Stores previews, and reads them again. */
public final class PreviewJson {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private PreviewJson() {}

    /** Writes a whole preview, or that of one target. */
    public static byte[] write(Record preview) {
        try {
            return JSON.writeValueAsBytes(preview);
        } catch (JacksonException e) {
            throw new IllegalStateException("a preview is always a document", e);
        }
    }

    /** Returns a preview as a document for programs. */
    public static JsonNode tree(Preview preview) {
        return JSON.valueToTree(preview);
    }

    /**
     * Reads a whole preview.
     *
     * @throws Stalled where it is none of this release
     */
    public static Preview read(byte[] document) {
        Preview preview = read(document, Preview.class);
        if (preview.version() != Preview.VERSION) {
            throw new Stalled("The plan was made by another release of Plumbline: make it again.");
        }
        return preview;
    }

    /**
     * Reads the preview of one target.
     *
     * @throws Stalled where it is none of this release
     */
    public static TargetPreview readTarget(byte[] document) {
        return read(document, TargetPreview.class);
    }

    private static <R> R read(byte[] document, Class<R> kind) {
        try {
            return JSON.readValue(document, kind);
        } catch (IOException e) {
            throw new Stalled("The plan cannot be read: it was made by another release of Plumbline.", e);
        }
    }
}
