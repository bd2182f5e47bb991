package dev.plumbline.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns trees into records and back. A record's components are the fields of an object; of a name that ends in
 * {@code OrNull} only what stands before that. A component is a text, a whole number, a truth value, an enum, a tree,
 * another record, or a list or a map of those, the map by text or enum. An enum is written as its constant's name, or
 * as a {@link com.fasterxml.jackson.annotation.JsonProperty} of the constant says.
 *
 * <p>Machine and function have to be of one version, so a field that the record does not have is an error, and so is a
 * number or truth value that is missing. Any other component that is missing or null is null, and the record's
 * constructor says whether it may be.
 */
public final class Records {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Records() {}

    /**
     * Looks at a kind of record, and at those in it, ahead of time.
     *
     * @throws IllegalArgumentException where it is none
     */
    public static void prepare(Class<?> kind) {
        Shape.of(kind).prepare();
    }

    /**
     * Returns an object as a record.
     *
     * @throws Misfit where it does not fit, or where the record does not take it
     */
    public static <R> R read(JsonNode document, Class<R> kind) {
        return kind.cast(Shape.of(kind).read(document));
    }

    /**
     * Returns an array of objects as records.
     *
     * @throws Misfit where one does not fit
     */
    public static <R> List<R> readAll(JsonNode documents, Class<R> kind) {
        if (!documents.isArray()) {
            throw new Misfit("is no array");
        }
        List<R> records = new ArrayList<>();
        for (JsonNode document : documents) {
            try {
                records.add(read(document, kind));
            } catch (Misfit e) {
                throw e.at(records.size());
            }
        }
        return records;
    }

    /**
     * Returns a record as a tree, or a collection or map of them, or what may be in them. What is null is written as
     * null.
     *
     * @throws IllegalArgumentException where no document can hold it
     */
    public static JsonNode tree(@Nullable Object value) {
        // Not a switch over patterns: linking one costs a cold start more than all the comparisons.
        if (value == null) {
            return NODES.nullNode();
        }
        if (value instanceof JsonNode tree) {
            return tree;
        }
        if (value instanceof String text) {
            return NODES.textNode(text);
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (value instanceof Boolean truth) {
            return NODES.booleanNode(truth);
        }
        if (value instanceof Enum<?> constant) {
            return NODES.textNode(Constants.of(constant.getDeclaringClass()).name(constant));
        }
        if (value instanceof Record record) {
            return Shape.of(record.getClass()).tree(record);
        }
        if (value instanceof Collection<?> elements) {
            ArrayNode array = NODES.arrayNode(elements.size());
            for (Object element : elements) {
                array.add(tree(element));
            }
            return array;
        }
        if (value instanceof Map<?, ?> entries) {
            ObjectNode object = NODES.objectNode();
            for (Map.Entry<?, ?> entry : entries.entrySet()) {
                object.set(tree(entry.getKey()).textValue(), tree(entry.getValue()));
            }
            return object;
        }
        throw new IllegalArgumentException(
                "no document holds a " + value.getClass().getName());
    }

    private static JsonNode number(Number number) {
        if (number instanceof Integer) {
            return NODES.numberNode(number.intValue());
        }
        if (number instanceof Long) {
            return NODES.numberNode(number.longValue());
        }
        if (number instanceof BigInteger whole) {
            return NODES.numberNode(whole);
        }
        if (number instanceof BigDecimal decimal) {
            return NODES.numberNode(decimal);
        }
        return NODES.numberNode(number.doubleValue());
    }
}
