package dev.plumbline.accounts.changes;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.stacks.Change;
import dev.plumbline.accounts.stacks.Change.Detail;
import dev.plumbline.estate.Digests;
import dev.plumbline.json.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What makes two change sets the same: everything that they would do, in whatever order CloudFormation tells it. What a
 * change set is called, when it was made and how a document is spelled do not count.
 */
public final class ChangesDigest {

    private ChangesDigest() {}

    /**
     * Returns 64 lower-case hexadecimal digits.
     *
     * @param intended digest of what the stack is to be; it also stands for the values that CloudFormation hides
     */
    public static String of(String intended, List<Change> changes) {
        ArrayNode document = JsonNodeFactory.instance.arrayNode().add(intended);
        changes.stream().map(ChangesDigest::text).sorted().forEach(document::add);
        return Digests.sha256(Json.bytes(document));
    }

    private static String text(Change change) {
        ArrayNode document = JsonNodeFactory.instance.arrayNode();
        Stream.of(
                        change.action().name(),
                        change.logicalId(),
                        change.physicalId(),
                        change.type(),
                        change.replacement().name(),
                        change.policyAction())
                .forEach(document::add);
        ArrayNode scope = document.addArray();
        change.scope().forEach(scope::add);
        ArrayNode details = document.addArray();
        change.details().stream().map(ChangesDigest::text).sorted().distinct().forEach(details::add);
        return Json.text(document);
    }

    private static String text(Detail detail) {
        ArrayNode document = JsonNodeFactory.instance.arrayNode();
        Stream.of(
                        detail.attribute(),
                        detail.path(),
                        detail.recreates(),
                        detail.source(),
                        detail.cause(),
                        value(detail.before()),
                        value(detail.after()))
                .forEach(document::add);
        return Json.text(document.add(detail.dynamic()));
    }

    /** A value that is a document is the same however its keys are ordered. */
    private static String value(String value) {
        if (!value.startsWith("{") && !value.startsWith("[")) {
            return value;
        }
        try {
            return Json.text(ordered(Json.read(value)));
        } catch (JacksonException plainText) {
            // It only looks like one.
            return value;
        }
    }

    private static JsonNode ordered(JsonNode document) {
        if (document.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            document.properties().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(field -> object.set(field.getKey(), ordered(field.getValue())));
            return object;
        }
        if (document.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            document.forEach(element -> array.add(ordered(element)));
            return array;
        }
        return document;
    }
}
