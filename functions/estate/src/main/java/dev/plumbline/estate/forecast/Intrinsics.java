package dev.plumbline.estate.forecast;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.json.Json;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * CloudFormation's functions, as far as they can be worked out before anything is made. The attributes of resources,
 * and whatever is not known here, are known after apply. For use by one thread.
 */
final class Intrinsics {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final JsonNode UNKNOWN = JSON.textNode(Forecast.KNOWN_AFTER_APPLY);
    private static final JsonNode NO_VALUE = MissingNode.getInstance();
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(!?)([^}]*)}");

    /** Deeper than any template: one that refers to itself ends here. */
    private static final int DEPTH = 200;

    private final JsonNode template;
    private final ParameterValues parameters;
    private final Place place;
    private final Map<String, Optional<Boolean>> conditions = new HashMap<>();
    private int depth;

    Intrinsics(JsonNode template, ParameterValues parameters, Place place) {
        this.template = template;
        this.parameters = parameters;
        this.place = place;
    }

    /** Returns whether a condition holds, or nothing where that is not known yet. */
    Optional<Boolean> condition(String name) {
        Optional<Boolean> known = conditions.get(name);
        if (known == null) {
            // A condition that refers to itself is not known; CloudFormation refuses it.
            conditions.put(name, Optional.empty());
            known = truth(template.path("Conditions").path(name));
            conditions.put(name, known);
        }
        return known;
    }

    /** Returns a value with its functions worked out; a missing node where it is left out. */
    JsonNode value(JsonNode node) {
        if (!node.isContainerNode() || depth > DEPTH) {
            return depth > DEPTH ? UNKNOWN : node;
        }
        depth++;
        try {
            return node.isArray() ? array(node) : object(node);
        } finally {
            depth--;
        }
    }

    private JsonNode array(JsonNode node) {
        ArrayNode array = JSON.arrayNode();
        for (JsonNode item : node) {
            JsonNode value = value(item);
            if (!value.isMissingNode()) {
                array.add(value);
            }
        }
        return array;
    }

    private JsonNode object(JsonNode node) {
        if (node.size() == 1) {
            Map.Entry<String, JsonNode> only = node.properties().iterator().next();
            if (only.getKey().equals("Ref")) {
                return reference(only.getValue().asText());
            }
            if (only.getKey().startsWith("Fn::")) {
                return function(only.getKey().substring(4), only.getValue());
            }
        }
        ObjectNode object = JSON.objectNode();
        node.properties().forEach(entry -> {
            JsonNode value = value(entry.getValue());
            if (!value.isMissingNode()) {
                object.set(entry.getKey(), value);
            }
        });
        return object;
    }

    private JsonNode function(String name, JsonNode argument) {
        return switch (name) {
            case "Sub" -> substituted(argument);
            case "If" -> chosen(argument);
            case "Join" -> joined(value(argument));
            case "Split" -> split(value(argument));
            case "Select" -> selected(value(argument));
            case "FindInMap" -> found(value(argument));
            case "Base64" -> encoded(value(argument));
            case "Cidr" -> AddressBlocks.cut(value(argument)).orElse(UNKNOWN);
            default -> UNKNOWN;
        };
    }

    private JsonNode reference(String name) {
        return switch (name) {
            case "AWS::AccountId" -> JSON.textNode(place.account());
            case "AWS::Region" -> JSON.textNode(place.region());
            case "AWS::Partition" -> JSON.textNode(place.partition());
            case "AWS::StackName" -> JSON.textNode(place.stackName());
            case "AWS::URLSuffix" -> JSON.textNode(place.urlSuffix());
            case "AWS::NoValue" -> NO_VALUE;
            default -> parameters.find(name).orElse(UNKNOWN);
        };
    }

    private JsonNode substituted(JsonNode argument) {
        String text = argument.isArray() ? argument.path(0).asText() : argument.asText();
        JsonNode own = argument.isArray() ? argument.path(1) : NO_VALUE;
        StringBuilder result = new StringBuilder();
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            String name = matcher.group(2);
            String by = matcher.group(1).isEmpty()
                    ? text(own.has(name) ? value(own.path(name)) : reference(name))
                    : "${" + name + "}";
            matcher.appendReplacement(result, Matcher.quoteReplacement(by));
        }
        return JSON.textNode(matcher.appendTail(result).toString());
    }

    private JsonNode chosen(JsonNode argument) {
        return condition(argument.path(0).asText())
                .map(holds -> value(argument.path(holds ? 1 : 2)))
                .orElse(UNKNOWN);
    }

    private static JsonNode joined(JsonNode argument) {
        if (!argument.path(1).isArray()) {
            return UNKNOWN;
        }
        StringBuilder text = new StringBuilder();
        String between = "";
        for (JsonNode part : argument.path(1)) {
            text.append(between).append(text(part));
            between = argument.path(0).asText();
        }
        return JSON.textNode(text.toString());
    }

    private static JsonNode split(JsonNode argument) {
        if (Forecast.isUnknown(argument) || argument.path(0).asText().isEmpty()) {
            return UNKNOWN;
        }
        ArrayNode parts = JSON.arrayNode();
        for (String part :
                argument.path(1).asText().split(Pattern.quote(argument.path(0).asText()), -1)) {
            parts.add(part);
        }
        return parts;
    }

    private static JsonNode selected(JsonNode argument) {
        JsonNode chosen = argument.path(1).path(argument.path(0).asInt(-1));
        return chosen.isMissingNode() ? UNKNOWN : chosen;
    }

    private JsonNode found(JsonNode argument) {
        JsonNode found = template.path("Mappings")
                .path(argument.path(0).asText())
                .path(argument.path(1).asText())
                .path(argument.path(2).asText());
        return found.isMissingNode() ? UNKNOWN : found;
    }

    private static JsonNode encoded(JsonNode argument) {
        return Forecast.isUnknown(argument)
                ? UNKNOWN
                : JSON.textNode(
                        Base64.getEncoder().encodeToString(text(argument).getBytes(UTF_8)));
    }

    private Optional<Boolean> truth(JsonNode condition) {
        if (!condition.isObject() || condition.size() != 1 || depth > DEPTH) {
            return Optional.empty();
        }
        depth++;
        try {
            Map.Entry<String, JsonNode> only = condition.properties().iterator().next();
            JsonNode argument = only.getValue();
            return switch (only.getKey()) {
                case "Condition" -> condition(argument.asText());
                case "Fn::Not" -> truth(argument.path(0)).map(holds -> !holds);
                case "Fn::And" -> combined(argument, false);
                case "Fn::Or" -> combined(argument, true);
                case "Fn::Equals" -> equal(value(argument.path(0)), value(argument.path(1)));
                default -> Optional.empty();
            };
        } finally {
            depth--;
        }
    }

    /** One that decides is enough, whatever the others are. */
    private Optional<Boolean> combined(JsonNode parts, boolean deciding) {
        boolean known = true;
        for (JsonNode part : parts) {
            Optional<Boolean> truth = truth(part);
            if (truth.isPresent() && truth.get() == deciding) {
                return Optional.of(deciding);
            }
            known &= truth.isPresent();
        }
        return known ? Optional.of(!deciding) : Optional.empty();
    }

    private static Optional<Boolean> equal(JsonNode one, JsonNode other) {
        boolean open = Forecast.isUnknown(one) || Forecast.isUnknown(other) || isHidden(one) || isHidden(other);
        return open ? Optional.empty() : Optional.of(text(one).equals(text(other)));
    }

    private static boolean isHidden(JsonNode value) {
        return value.isTextual() && value.textValue().equals(Forecast.SECRET);
    }

    private static String text(JsonNode value) {
        return value.isContainerNode() ? Json.text(value) : value.asText();
    }
}
