package dev.plumbline.accounts.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * DynamoDB's conditions, as far as the ledger uses them. A comparison with an attribute that is not there does not
 * hold.
 */
final class StubCondition {

    private static final Pattern TOKEN = Pattern.compile("\\w+(?=\\()|AND|OR|NOT|<=|<>|[()=<>,]|[#:]\\w+");

    private final JsonNode request;
    private final ObjectNode item;
    private final Deque<String> tokens = new ArrayDeque<>();

    private StubCondition(JsonNode request, ObjectNode item) {
        this.request = request;
        this.item = item;
    }

    static boolean holds(JsonNode request, ObjectNode item) {
        if (!request.has("ConditionExpression")) {
            return true;
        }
        StubCondition condition = new StubCondition(request, item);
        List<String> words = TOKEN.matcher(request.get("ConditionExpression").asText())
                .results()
                .map(MatchResult::group)
                .toList();
        condition.tokens.addAll(words);
        boolean holds = condition.any();
        if (!condition.tokens.isEmpty()) {
            throw new AssertionError("not understood: " + condition.tokens);
        }
        return holds;
    }

    private boolean any() {
        boolean holds = all();
        while (accept("OR")) {
            holds |= all();
        }
        return holds;
    }

    private boolean all() {
        boolean holds = one();
        while (accept("AND")) {
            holds &= one();
        }
        return holds;
    }

    private boolean one() {
        if (accept("NOT")) {
            return !one();
        }
        if (accept("(")) {
            boolean holds = any();
            expect(")");
            return holds;
        }
        String word = tokens.pop();
        return word.startsWith("#") ? compares(value(word)) : function(word);
    }

    private boolean function(String name) {
        expect("(");
        @Nullable JsonNode first = value(tokens.pop());
        boolean holds = switch (name) {
            case "attribute_exists" -> first != null;
            case "attribute_not_exists" -> first == null;
            case "contains" -> {
                expect(",");
                yield contains(first, value(tokens.pop()));
            }
            default -> throw new AssertionError("not understood: " + name);
        };
        expect(")");
        return holds;
    }

    private boolean compares(@Nullable JsonNode left) {
        String operator = tokens.pop();
        @Nullable JsonNode right = value(tokens.pop());
        if (left == null || right == null) {
            return false;
        }
        return switch (operator) {
            case "=" -> left.equals(right);
            case "<>" -> !left.equals(right);
            case "<" -> left.get("N").asLong() < right.get("N").asLong();
            case "<=" -> left.get("N").asLong() <= right.get("N").asLong();
            case ">" -> left.get("N").asLong() > right.get("N").asLong();
            default -> throw new AssertionError("not understood: " + operator);
        };
    }

    private static boolean contains(@Nullable JsonNode set, @Nullable JsonNode wanted) {
        if (set == null || wanted == null) {
            return false;
        }
        for (JsonNode each : set.get("SS")) {
            if (each.equals(wanted.get("S"))) {
                return true;
            }
        }
        return false;
    }

    private @Nullable JsonNode value(String word) {
        return word.startsWith("#")
                ? item.get(request.get("ExpressionAttributeNames").get(word).asText())
                : request.get("ExpressionAttributeValues").get(word);
    }

    private boolean accept(String word) {
        if (word.equals(tokens.peek())) {
            tokens.pop();
            return true;
        }
        return false;
    }

    private void expect(String word) {
        if (!accept(word)) {
            throw new AssertionError("expected " + word + " before " + tokens);
        }
    }
}
