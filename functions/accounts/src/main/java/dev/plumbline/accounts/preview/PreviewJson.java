package dev.plumbline.accounts.preview;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.failure.Stalled;
import dev.plumbline.json.Json;
import dev.plumbline.json.Misfit;
import dev.plumbline.json.Records;
import java.io.IOException;

/** Stores previews, and reads them again. */
public final class PreviewJson {

    private PreviewJson() {}

    /** Writes a whole preview, or that of one target. */
    public static byte[] write(Record preview) {
        return Json.bytes(Records.tree(preview));
    }

    /** Returns a preview as a document for programs. */
    public static JsonNode tree(Preview preview) {
        return Records.tree(preview);
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
            return Records.read(Json.read(document), kind);
        } catch (IOException | Misfit e) {
            throw new Stalled("The plan cannot be read: it was made by another release of Plumbline.", e);
        }
    }
}
