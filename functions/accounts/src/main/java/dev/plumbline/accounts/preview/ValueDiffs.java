package dev.plumbline.accounts.preview;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.plumbline.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the values in which two documents differ, each with its path. A list of keys and values is told by its keys.
 */
final class ValueDiffs {

    /** What is longer tells nobody more. */
    private static final int LONGEST = 1_000;

    /** What CloudFormation says of a value that depends on what is not there yet. */
    private static final String UNKNOWN = "{{changeSet:KNOWN_AFTER_APPLY}}";

    private static final String KNOWN_AFTER_APPLY = "(known after apply)";

    private final Masking masking;

    ValueDiffs(Masking masking) {
        this.masking = masking;
    }

    /**
     * Returns what differs between two values at a path. Either is empty where there is none; where both are, it is
     * only known that something changes.
     */
    List<ValueDiff> between(String path, String before, String after, Effect effect) {
        SortedMap<String, String> old = leaves(path, before);
        SortedMap<String, String> now = leaves(path, after);
        if (old.isEmpty() && now.isEmpty()) {
            return List.of(new ValueDiff(Sign.CHANGE, path, "", "", effect));
        }
        SortedSet<String> paths = new TreeSet<>(old.keySet());
        paths.addAll(now.keySet());
        List<ValueDiff> diffs = new ArrayList<>();
        for (String each : paths) {
            String one = old.get(each);
            String other = now.get(each);
            if (one == null || !one.equals(other)) {
                diffs.add(diff(each, one == null ? "" : one, other == null ? "" : other, sign(one, other), effect));
            }
        }
        return diffs;
    }

    /** Returns every value of a document that is to be made. */
    List<ValueDiff> of(JsonNode document) {
        SortedMap<String, String> leaves = new TreeMap<>();
        collect("", document, leaves);
        return leaves.entrySet().stream()
                .map(leaf -> diff(leaf.getKey(), "", leaf.getValue(), Sign.ADD, Effect.NONE))
                .toList();
    }

    private static Sign sign(@Nullable String before, @Nullable String after) {
        if (before == null) {
            return Sign.ADD;
        }
        return after == null ? Sign.REMOVE : Sign.CHANGE;
    }

    private ValueDiff diff(String path, String before, String after, Sign sign, Effect effect) {
        return new ValueDiff(sign, path, shown(path, before), shown(path, after), effect);
    }

    private String shown(String path, String value) {
        String shown = masking.shown(path, value.replace(UNKNOWN, KNOWN_AFTER_APPLY));
        return shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST - 1) + "…";
    }

    private static SortedMap<String, String> leaves(String path, String value) {
        SortedMap<String, String> leaves = new TreeMap<>();
        if (!value.isEmpty()) {
            collect(path, parsed(value), leaves);
        }
        return leaves;
    }

    private static JsonNode parsed(String value) {
        if (value.startsWith("{{") || !(value.startsWith("{") || value.startsWith("["))) {
            return TextNode.valueOf(value);
        }
        try {
            return Json.read(value);
        } catch (JacksonException plainText) {
            // It only looks like a document.
            return TextNode.valueOf(value);
        }
    }

    private static void collect(String path, JsonNode node, SortedMap<String, String> leaves) {
        JsonNode told = byKey(node);
        if (told.isObject() && !told.isEmpty()) {
            for (Map.Entry<String, JsonNode> entry : told.properties()) {
                collect(path.isEmpty() ? entry.getKey() : path + "/" + entry.getKey(), entry.getValue(), leaves);
            }
        } else if (told.isArray() && holdsDocuments(told)) {
            for (int index = 0; index < told.size(); index++) {
                collect(path + "/" + index, told.get(index), leaves);
            }
        } else {
            leaves.put(path, told.isContainerNode() ? Json.text(told) : told.asText());
        }
    }

    private static boolean holdsDocuments(JsonNode array) {
        for (JsonNode item : array) {
            if (item.isContainerNode()) {
                return true;
            }
        }
        return false;
    }

    /** A list such as tags is read as the mapping that it stands for: its order says nothing. */
    private static JsonNode byKey(JsonNode node) {
        if (!node.isArray() || node.isEmpty()) {
            return node;
        }
        String key = node.get(0).has("Key") ? "Key" : "Name";
        ObjectNode mapping = JsonNodeFactory.instance.objectNode();
        for (JsonNode item : node) {
            if (item.size() != 2 || !item.path(key).isTextual() || !item.has("Value")) {
                return node;
            }
            mapping.set(item.path(key).asText(), item.path("Value"));
        }
        return mapping.size() == node.size() ? mapping : node;
    }
}
