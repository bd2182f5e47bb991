package dev.plumbline.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what a component of a record holds, by the component's type. */
final class Values {

    private Values() {}

    /**
     * Returns what is in a tree; null where that is null or missing.
     *
     * @throws Misfit where it is something else than the type
     * @throws IllegalArgumentException where no document holds such a type
     */
    static @Nullable Object read(JsonNode node, Type type) {
        if (node.isNull() || node.isMissingNode()) {
            if (type instanceof Class<?> kind && kind.isPrimitive()) {
                throw new Misfit("is missing");
            }
            return null;
        }
        if (type instanceof Class<?> kind) {
            return read(node, kind);
        }
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            Type raw = generic.getRawType();
            if (raw == List.class) {
                return list(node, arguments[0]);
            }
            if (raw == Map.class) {
                return entries(new LinkedHashMap<>(), node, arguments);
            }
            if (raw == SortedMap.class) {
                return entries(new TreeMap<>(), node, arguments);
            }
        }
        throw unreadable(type);
    }

    private static Object read(JsonNode node, Class<?> kind) {
        if (kind == String.class) {
            return text(node);
        }
        if (kind == int.class || kind == Integer.class) {
            return Math.toIntExact(whole(node, Integer.MIN_VALUE, Integer.MAX_VALUE));
        }
        if (kind == long.class) {
            return whole(node, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (kind == boolean.class) {
            return truth(node);
        }
        if (kind.isRecord()) {
            return Shape.of(kind).read(node);
        }
        if (kind.isEnum()) {
            return Constants.of(kind).read(text(node));
        }
        if (kind == ObjectNode.class) {
            return object(node);
        }
        if (kind == JsonNode.class) {
            return node;
        }
        throw unreadable(kind);
    }

    private static List<@Nullable Object> list(JsonNode node, Type elements) {
        if (!node.isArray()) {
            throw new Misfit("is no array");
        }
        List<@Nullable Object> list = new ArrayList<>(node.size());
        for (JsonNode element : node) {
            try {
                list.add(read(element, elements));
            } catch (Misfit e) {
                throw e.at(list.size());
            }
        }
        return list;
    }

    private static Map<@Nullable Object, @Nullable Object> entries(
            Map<@Nullable Object, @Nullable Object> entries, JsonNode node, Type[] keyAndValue) {
        for (Map.Entry<String, JsonNode> field : object(node).properties()) {
            try {
                entries.put(
                        read(JsonNodeFactory.instance.textNode(field.getKey()), keyAndValue[0]),
                        read(field.getValue(), keyAndValue[1]));
            } catch (Misfit e) {
                throw e.under(field.getKey());
            }
        }
        return entries;
    }

    static ObjectNode object(JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            throw new Misfit("is no object");
        }
        return object;
    }

    /** A number or truth value is taken as its text: what a state machine selects of an event may be either. */
    private static String text(JsonNode node) {
        if (!node.isValueNode()) {
            throw new Misfit("is no text");
        }
        return node.asText();
    }

    /** A number such as 2.0 is whole: JSONata counts in floating point. */
    private static long whole(JsonNode node, long least, long most) {
        if (!node.isNumber() || !node.canConvertToExactIntegral() || !node.canConvertToLong()) {
            throw new Misfit("is no whole number");
        }
        long number = node.longValue();
        if (number < least || number > most) {
            throw new Misfit("is not from " + least + " to " + most);
        }
        return number;
    }

    private static boolean truth(JsonNode node) {
        if (!node.isBoolean()) {
            throw new Misfit("is neither true nor false");
        }
        return node.booleanValue();
    }

    private static IllegalArgumentException unreadable(Type type) {
        return new IllegalArgumentException("no document holds a " + type.getTypeName());
    }
}
