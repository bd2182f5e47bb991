package dev.plumbline.json;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and writes JSON as trees. A document is one value: what follows it is an error, nothing at all is missing. */
public final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final Json STANDARD = new Json(FACTORY);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonFactory factory;

    private Json(JsonFactory factory) {
        this.factory = requireNonNull(factory, "factory is null");
    }

    /** Returns a reader for what strangers send, with limits of its own. */
    public static Json within(StreamReadConstraints limits) {
        return new Json(JsonFactory.builder().streamReadConstraints(limits).build());
    }

    /**
     * Reads a text.
     *
     * @throws JacksonException where it is no JSON
     */
    public static JsonNode read(String text) throws JacksonException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            return document(parser);
        } catch (JacksonException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException("a text does not fail", e);
        }
    }

    /**
     * Reads UTF-8, or UTF-16 or UTF-32.
     *
     * @throws IOException where it is no JSON
     */
    public static JsonNode read(byte[] content) throws IOException {
        return STANDARD.tree(content);
    }

    /**
     * Reads the same from a stream, to its end.
     *
     * @throws IOException where it is no JSON, or cannot be read
     */
    public static JsonNode read(InputStream content) throws IOException {
        return STANDARD.tree(content);
    }

    /**
     * Reads within this reader's limits.
     *
     * @throws IOException where it is no JSON, or beyond the limits
     */
    public JsonNode tree(byte[] content) throws IOException {
        try (JsonParser parser = factory.createParser(content)) {
            return document(parser);
        }
    }

    /**
     * Reads within this reader's limits, to the stream's end.
     *
     * @throws IOException where it is no JSON, beyond the limits, or cannot be read
     */
    public JsonNode tree(InputStream content) throws IOException {
        try (JsonParser parser = factory.createParser(content)) {
            return document(parser);
        }
    }

    /** Returns a tree as text without blanks; fields stay in their order. */
    public static String text(JsonNode tree) {
        return text(json -> write(tree, json));
    }

    /** Returns the same as UTF-8. */
    public static byte[] bytes(JsonNode tree) {
        return bytes(json -> write(tree, json));
    }

    /** Returns as text what is written piece by piece, without a tree. */
    public static String text(Document document) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            document.writeTo(json);
        } catch (IOException e) {
            throw new UncheckedIOException("a text does not fail", e);
        }
        return text.toString();
    }

    /** Returns the same as UTF-8. */
    public static byte[] bytes(Document document) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            document.writeTo(json);
        } catch (IOException e) {
            throw new UncheckedIOException("an array does not fail", e);
        }
        return bytes.toByteArray();
    }

    /** A document that is written piece by piece. */
    @FunctionalInterface
    public interface Document {

        /** Writes one value. */
        void writeTo(JsonGenerator json) throws IOException;
    }

    /**
     * Writes the same, and closes the stream.
     *
     * @throws IOException where the stream does not take it
     */
    public static void write(JsonNode tree, OutputStream out) throws IOException {
        try (JsonGenerator generator = FACTORY.createGenerator(out)) {
            write(tree, generator);
        }
    }

    /** Returns a tree as what libraries without Jackson take: maps, lists, texts, numbers, truth values and null. */
    public static @Nullable Object plain(JsonNode tree) {
        return switch (tree.getNodeType()) {
            case OBJECT -> {
                Map<String, @Nullable Object> fields = LinkedHashMap.newLinkedHashMap(tree.size());
                for (Map.Entry<String, JsonNode> field : tree.properties()) {
                    fields.put(field.getKey(), plain(field.getValue()));
                }
                yield fields;
            }
            case ARRAY -> {
                List<@Nullable Object> elements = new ArrayList<>(tree.size());
                for (JsonNode element : tree) {
                    elements.add(plain(element));
                }
                yield elements;
            }
            case STRING -> tree.textValue();
            case NUMBER -> tree.numberValue();
            case BOOLEAN -> tree.booleanValue();
            default -> null;
        };
    }

    private static JsonNode document(JsonParser parser) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            return MissingNode.getInstance();
        }
        JsonNode tree = node(parser, first);
        if (parser.nextToken() != null) {
            throw new JsonParseException(parser, "there is more than one value");
        }
        return tree;
    }

    /** The parser bounds the depth. */
    private static JsonNode node(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT ->
                switch (parser.getNumberType()) {
                    case INT -> NODES.numberNode(parser.getIntValue());
                    case LONG -> NODES.numberNode(parser.getLongValue());
                    default -> NODES.numberNode(parser.getBigIntegerValue());
                };
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            default -> throw new JsonParseException(parser, "no value begins with " + token);
        };
    }

    private static ObjectNode object(JsonParser parser) throws IOException {
        ObjectNode object = NODES.objectNode();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            object.set(name, node(parser, parser.nextToken()));
        }
        return object;
    }

    private static ArrayNode array(JsonParser parser) throws IOException {
        ArrayNode array = NODES.arrayNode();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.add(node(parser, token));
        }
        return array;
    }

    private static void write(JsonNode tree, JsonGenerator generator) throws IOException {
        switch (tree.getNodeType()) {
            case OBJECT -> {
                generator.writeStartObject();
                for (Map.Entry<String, JsonNode> field : tree.properties()) {
                    generator.writeFieldName(field.getKey());
                    write(field.getValue(), generator);
                }
                generator.writeEndObject();
            }
            case ARRAY -> {
                generator.writeStartArray();
                for (JsonNode element : tree) {
                    write(element, generator);
                }
                generator.writeEndArray();
            }
            case STRING -> generator.writeString(tree.textValue());
            case NUMBER -> number(tree, generator);
            case BOOLEAN -> generator.writeBoolean(tree.booleanValue());
            case NULL, MISSING -> generator.writeNull();
            case BINARY, POJO -> throw new IllegalArgumentException("no JSON: " + tree.getNodeType());
        }
    }

    private static void number(JsonNode number, JsonGenerator generator) throws IOException {
        switch (number.numberType()) {
            case INT -> generator.writeNumber(number.intValue());
            case LONG -> generator.writeNumber(number.longValue());
            case BIG_INTEGER -> generator.writeNumber(number.bigIntegerValue());
            case FLOAT, DOUBLE -> generator.writeNumber(number.doubleValue());
            case BIG_DECIMAL -> generator.writeNumber(number.decimalValue());
        }
    }
}
