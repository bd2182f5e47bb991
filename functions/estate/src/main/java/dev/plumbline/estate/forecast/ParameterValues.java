package dev.plumbline.estate.forecast;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;
import java.util.Optional;

/** What a reference to a parameter gives. */
final class ParameterValues {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final JsonNode declared;
    private final Map<String, String> given;

    ParameterValues(JsonNode template, Map<String, String> given) {
        this.declared = template.path("Parameters");
        this.given = Map.copyOf(given);
    }

    /** Returns the value of a parameter, or nothing where the template has none of that name. */
    Optional<JsonNode> find(String name) {
        JsonNode parameter = declared.path(name);
        return parameter.isMissingNode() ? Optional.empty() : Optional.of(value(name, parameter));
    }

    private JsonNode value(String name, JsonNode parameter) {
        if (parameter.path("NoEcho").asBoolean(false)) {
            return JSON.textNode(Forecast.SECRET);
        }
        String type = parameter.path("Type").asText();
        String text = given.getOrDefault(name, parameter.path("Default").asText(Forecast.KNOWN_AFTER_APPLY));
        if (type.startsWith("AWS::SSM::Parameter::Value<") || text.equals(Forecast.KNOWN_AFTER_APPLY)) {
            return JSON.textNode(Forecast.KNOWN_AFTER_APPLY);
        }
        return type.equals("CommaDelimitedList") || type.startsWith("List<") ? list(text) : JSON.textNode(text);
    }

    private static ArrayNode list(String text) {
        ArrayNode items = JSON.arrayNode();
        for (String item : text.split(",", -1)) {
            items.add(item.strip());
        }
        return items;
    }
}
