package dev.plumbline.webhook.payload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A JSON document of a sender, read with limits and looked at field by field: what is not as expected is said, not
 * assumed.
 */
final class Document {

    private static final JsonFactory BODIES = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxNameLength(1_000)
                    .maxNumberLength(100)
                    .maxStringLength(1 << 20)
                    .build())
            .build();
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Pattern BEGINNING = Pattern.compile("[0-9a-f]{12,64}");
    private static final int TEXT_LENGTH = 1_000;

    private final JsonNode node;

    private Document(JsonNode node) {
        this.node = node;
    }

    /**
     * Parses a body.
     *
     * @param fields what is looked at; all else is only read over, to the body's end
     * @throws Unreadable when it is no JSON object, or one that goes beyond the limits
     */
    static Document parse(byte[] body, Fields fields) {
        try (JsonParser parser = BODIES.createParser(body)) {
            JsonNode node = fields.read(parser, parser.nextToken());
            if (!node.isObject()) {
                throw new Unreadable("the body is not a JSON object");
            }
            if (parser.nextToken() != null) {
                throw new Unreadable("the body is more than one JSON object");
            }
            return new Document(node);
        } catch (IOException e) {
            // Without the cause: its message quotes the body.
            throw new Unreadable("the body is not JSON, or too deep or too large");
        }
    }

    /** Returns what lies under a name; looking further into what is not there finds nothing. */
    Document at(String name) {
        return new Document(node.path(name));
    }

    List<Document> elements() {
        List<Document> elements = new ArrayList<>();
        node.elements().forEachRemaining(element -> elements.add(new Document(element)));
        return node.isArray() ? elements : List.of();
    }

    boolean isThere() {
        return !node.isMissingNode() && !node.isNull();
    }

    /** Returns a text, or empty where there is none. */
    String textOrEmpty() {
        return node.isTextual() && node.textValue().length() <= TEXT_LENGTH ? node.textValue() : "";
    }

    String text(String what) {
        String text = textOrEmpty();
        if (text.isEmpty()) {
            throw new Unreadable(what + " is not a text");
        }
        return text;
    }

    /** Returns an id that is a number, as its digits. */
    String number(String what) {
        if (!node.isIntegralNumber()) {
            throw new Unreadable(what + " is not a number");
        }
        return node.bigIntegerValue().toString();
    }

    /** Returns whether this is an id that is a number, and which one. */
    boolean isNumber(String digits) {
        return node.isIntegralNumber() && node.bigIntegerValue().toString().equals(digits);
    }

    boolean isTrue() {
        return node.isBoolean() && node.booleanValue();
    }

    /** Returns the id of a commit, or the beginning of one. */
    String commitOrBeginning(String what) {
        String text = textOrEmpty();
        if (!BEGINNING.matcher(text).matches()) {
            throw new Unreadable(what + " is not the beginning of a commit's id");
        }
        return text;
    }

    String commit(String what) {
        String text = textOrEmpty();
        if (!COMMIT.matcher(text).matches()) {
            throw new Unreadable(what + " is not the id of a commit");
        }
        return text;
    }
}
