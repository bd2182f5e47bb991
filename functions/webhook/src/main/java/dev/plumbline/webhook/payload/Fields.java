package dev.plumbline.webhook.payload;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a document that are looked at. All others, such as the thousands of commits of a large push, are read
 * over and never kept.
 */
final class Fields {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** More changes than one push has. */
    private static final int ELEMENTS = 10_000;

    private final Map<String, Fields> inner = new LinkedHashMap<>();

    private Fields() {}

    /** Names fields by their paths, with dots between the names. Whatever is in an array is read by the same paths. */
    static Fields of(String... paths) {
        Fields fields = new Fields();
        for (String path : paths) {
            Fields at = fields;
            for (String name : path.split("\\.", -1)) {
                at = at.inner.computeIfAbsent(name, unknown -> new Fields());
            }
        }
        return fields;
    }

    /** Reads the value that begins with a token, and of it what is looked at. */
    JsonNode read(JsonParser parser, @Nullable JsonToken begin) throws IOException {
        if (begin == null) {
            return NODES.missingNode();
        }
        return switch (begin) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT -> NODES.numberNode(parser.getBigIntegerValue());
            // No id is a fraction: which one it is does not matter, and none is too long to be told.
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(0.5);
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            default -> NODES.nullNode();
        };
    }

    private ObjectNode object(JsonParser parser) throws IOException {
        ObjectNode object = NODES.objectNode();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken begin = parser.nextToken();
            Fields wanted = inner.get(name);
            if (wanted == null) {
                parser.skipChildren();
            } else {
                object.set(name, wanted.read(parser, begin));
            }
        }
        return object;
    }

    private ArrayNode array(JsonParser parser) throws IOException {
        ArrayNode array = NODES.arrayNode();
        for (JsonToken begin = parser.nextToken(); begin != JsonToken.END_ARRAY; begin = parser.nextToken()) {
            if (inner.isEmpty() || begin.isScalarValue()) {
                parser.skipChildren();
            } else {
                array.add(read(parser, begin));
            }
            if (array.size() > ELEMENTS) {
                throw new JsonParseException(parser, "an array of too many elements");
            }
        }
        return array;
    }
}
