package dev.plumbline.accounts.probes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.failure.Invalid;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The arguments of a probe, as the expressions of the blueprint yielded them.
 *
 * @param values each argument's value
 */
record ProbeArguments(SortedMap<String, JsonNode> values) {

    ProbeArguments {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    static ProbeArguments of(Map<String, JsonNode> values) {
        return new ProbeArguments(new TreeMap<>(values));
    }

    /** A text; {@link Invalid} where there is none. */
    String text(String name) {
        JsonNode value = values.get(name);
        if (value == null
                || value.isNull()
                || value.isContainerNode()
                || value.asText().isEmpty()) {
            throw new Invalid(
                    "The argument " + name + " of a probe has no value: look at its expression in the blueprint");
        }
        return value.asText();
    }

    /**
     * Several texts: a list, or one text with commas in between, as outputs have it. None where there is no such
     * argument.
     */
    List<String> texts(String name) {
        JsonNode value = values.get(name);
        if (value == null || value.isNull()) {
            return List.of();
        }
        Stream<String> texts = value.isArray()
                ? StreamSupport.stream(value.spliterator(), false).map(JsonNode::asText)
                : Stream.of(value.asText().split(",", -1));
        return texts.map(String::strip).filter(text -> !text.isEmpty()).toList();
    }
}
