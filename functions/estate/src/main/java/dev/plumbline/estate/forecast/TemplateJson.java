package dev.plumbline.estate.forecast;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.yaml.Documents;
import dev.plumbline.estate.yaml.Node;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** A template in the long form that JSON has, in which a tag such as {@code !Ref} is a mapping of one key. */
final class TemplateJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private TemplateJson() {}

    /** Returns the template, or nothing where it is none. */
    static Optional<ObjectNode> read(String file, byte[] template) {
        return Documents.template(file, template, new Problems())
                .map(TemplateJson::value)
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast);
    }

    private static JsonNode value(Node node) {
        JsonNode plain = switch (node) {
            case Node.Scalar scalar -> scalar(scalar);
            case Node.Items items -> {
                ArrayNode array = JSON.arrayNode();
                items.all().forEach(item -> array.add(value(item)));
                yield array;
            }
            case Node.Entries entries -> {
                ObjectNode object = JSON.objectNode();
                for (Map.Entry<String, Node.Entry> entry : entries.all().entrySet()) {
                    object.set(entry.getKey(), value(entry.getValue().value()));
                }
                yield object;
            }
        };
        return node.tag().map(tag -> tagged(tag, plain)).orElse(plain);
    }

    private static JsonNode scalar(Node.Scalar scalar) {
        if (scalar.isNull()) {
            return JSON.nullNode();
        }
        if (scalar.isBoolean()) {
            return JSON.booleanNode(scalar.text().equals("true"));
        }
        return scalar.isNumber() ? JSON.numberNode(new BigDecimal(scalar.text())) : JSON.textNode(scalar.text());
    }

    private static JsonNode tagged(String tag, JsonNode plain) {
        String name = tag.substring(tag.lastIndexOf('!') + 1);
        return switch (name) {
            case "Ref", "Condition" -> JSON.objectNode().set(name, plain);
            default -> JSON.objectNode().set("Fn::" + name, plain);
        };
    }
}
