package dev.plumbline.accounts.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A DynamoDB table in memory, as far as the ledger uses one: reads and queries by key, updates and deletions under
 * conditions. What it does not know it refuses.
 */
public final class StubTable implements Function<StubRequest, StubAnswer> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern CLAUSE =
            Pattern.compile("(SET|REMOVE|ADD) (.*?)(?= (?:SET|REMOVE|ADD) |$)", Pattern.DOTALL);

    private final TreeMap<String, ObjectNode> items = new TreeMap<>();

    @Override
    public synchronized StubAnswer apply(StubRequest request) {
        JsonNode body = request.json();
        refuseUnused(body, "ExpressionAttributeNames");
        refuseUnused(body, "ExpressionAttributeValues");
        return switch (request.action()) {
            case "GetItem" -> get(body);
            case "UpdateItem" -> update(body);
            case "DeleteItem" -> delete(body);
            case "Query" -> query(body);
            default -> throw new AssertionError("the stub table does not know " + request.action());
        };
    }

    /** Returns an item as DynamoDB's JSON, or an empty one. */
    public synchronized ObjectNode item(String partition, String sort) {
        return items.getOrDefault(partition + "\n" + sort, JSON.createObjectNode());
    }

    private StubAnswer get(JsonNode body) {
        ObjectNode answer = JSON.createObjectNode();
        ObjectNode item = items.get(key(body));
        if (item != null) {
            answer.set("Item", item);
        }
        return StubAnswer.ok(answer.toString());
    }

    private StubAnswer update(JsonNode body) {
        ObjectNode before = items.getOrDefault(key(body), JSON.createObjectNode());
        if (!StubCondition.holds(body, before)) {
            return refused(before);
        }
        ObjectNode after = before.deepCopy();
        after.setAll((ObjectNode) body.get("Key"));
        CLAUSE.matcher(body.get("UpdateExpression").asText()).results().forEach(clause -> change(body, after, clause));
        items.put(key(body), after);
        return StubAnswer.ok(
                JSON.createObjectNode().<ObjectNode>set("Attributes", after).toString());
    }

    private StubAnswer delete(JsonNode body) {
        ObjectNode before = items.getOrDefault(key(body), JSON.createObjectNode());
        if (!StubCondition.holds(body, before)) {
            return refused(before);
        }
        items.remove(key(body));
        return StubAnswer.ok("{}");
    }

    private StubAnswer query(JsonNode body) {
        JsonNode values = body.get("ExpressionAttributeValues");
        String partition = values.get(":partition").get("S").asText();
        String prefix = values.has(":prefix") ? values.get(":prefix").get("S").asText() : "";
        boolean forward =
                !body.has("ScanIndexForward") || body.get("ScanIndexForward").asBoolean();
        int limit = body.has("Limit") ? body.get("Limit").asInt() : Integer.MAX_VALUE;
        Map<String, ObjectNode> ordered = forward ? items : items.descendingMap();
        ArrayNode found = JSON.createArrayNode();
        ordered.forEach((key, item) -> {
            if (key.startsWith(partition + "\n" + prefix) && found.size() < limit) {
                found.add(item);
            }
        });
        return StubAnswer.ok(JSON.createObjectNode()
                .put("Count", found.size())
                .<ObjectNode>set("Items", found)
                .toString());
    }

    private static void change(JsonNode body, ObjectNode item, MatchResult clause) {
        for (String part : clause.group(2).split(", ", -1)) {
            String[] words = part.replace(" = ", " ").split(" ", -1);
            String name = body.get("ExpressionAttributeNames").get(words[0]).asText();
            switch (clause.group(1)) {
                case "SET" -> item.set(name, value(body, item, words[1]));
                case "REMOVE" -> item.remove(name);
                default -> add(item, name, body.get("ExpressionAttributeValues").get(words[1]));
            }
        }
    }

    /** Returns the value that a placeholder stands for, or that of the attribute that an alias stands for. */
    private static JsonNode value(JsonNode body, ObjectNode item, String word) {
        if (word.startsWith(":")) {
            return body.get("ExpressionAttributeValues").get(word);
        }
        String source = body.get("ExpressionAttributeNames").get(word).asText();
        if (!item.has(source)) {
            throw new AssertionError("DynamoDB refuses to copy the attribute " + source + ", which is not there");
        }
        return item.get(source);
    }

    private static void add(ObjectNode item, String name, JsonNode value) {
        if (value.has("N")) {
            long before = item.has(name) ? item.get(name).get("N").asLong() : 0;
            item.putObject(name).put("N", Long.toString(before + value.get("N").asLong()));
            return;
        }
        ArrayNode set = item.has(name)
                ? (ArrayNode) item.get(name).get("SS")
                : item.putObject(name).putArray("SS");
        for (JsonNode member : value.get("SS")) {
            if (!set.valueStream().toList().contains(member)) {
                set.add(member);
            }
        }
    }

    private static StubAnswer refused(ObjectNode before) {
        ObjectNode error = JSON.createObjectNode()
                .put("__type", "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException")
                .put("message", "The conditional request failed");
        if (!before.isEmpty()) {
            error.set("Item", before);
        }
        return new StubAnswer(400, error.toString());
    }

    /** DynamoDB refuses a request that defines what it does not use. */
    private static void refuseUnused(JsonNode body, String defined) {
        String expressions = String.join(
                " ",
                body.path("UpdateExpression").asText(),
                body.path("ConditionExpression").asText(),
                body.path("KeyConditionExpression").asText());
        body.path(defined).fieldNames().forEachRemaining(name -> {
            if (!Pattern.compile(Pattern.quote(name) + "\\b")
                    .matcher(expressions)
                    .find()) {
                throw new AssertionError(name + " is defined, but not used in " + expressions);
            }
        });
    }

    private static String key(JsonNode body) {
        JsonNode key = body.get("Key");
        return key.get("pk").get("S").asText() + "\n" + key.get("sk").get("S").asText();
    }

    /** Returns everything that the table holds, for comparison. */
    public synchronized Map<String, ObjectNode> content() {
        return Collections.unmodifiableMap(new TreeMap<>(items));
    }
}
