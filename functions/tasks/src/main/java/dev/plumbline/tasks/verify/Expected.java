package dev.plumbline.tasks.verify;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.failure.Invalid;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Says to people what an expression wanted that did not hold: of several conditions joined by {@code and} those that do
 * not hold, and of an equation the value that was wanted in the place of the words that yield it.
 */
final class Expected {

    private final Expression expressions;

    Expected(Expression expressions) {
        this.expressions = requireNonNull(expressions, "expressions is null");
    }

    /** Returns what was wanted, such as {@code RetentionInDays = 14}. */
    String told(String expression, JsonNode properties) {
        try {
            return failing(expression, properties);
        } catch (Invalid meansNothingInParts) {
            return expression;
        }
    }

    private String failing(String expression, JsonNode properties) {
        List<String> failing = split(expression, " and ").stream()
                .filter(condition -> !expressions.holds(condition, properties))
                .map(condition -> equation(condition, properties))
                .toList();
        return failing.isEmpty() ? expression : String.join(" and ", failing);
    }

    private String equation(String condition, JsonNode properties) {
        List<String> sides = split(condition, " = ");
        if (sides.size() != 2) {
            return condition;
        }
        JsonNode wanted = expressions.evaluate(sides.getLast(), properties);
        return wanted.isValueNode() ? bare(sides.getFirst()) + " = " + wanted.asText() : condition;
    }

    /** Without the function that only makes a text of a property. */
    private static String bare(String side) {
        boolean converts = side.matches("\\$string\\(\\w+\\)");
        return converts ? side.substring("$string(".length(), side.length() - 1) : side;
    }

    /** Splits at what joins the whole; where something binds more loosely, the expression stays as it is. */
    private static List<String> split(String expression, String separator) {
        boolean loose = Stream.of(" or ", " ? ", " := ")
                .anyMatch(looser -> parts(expression, looser).size() > 1);
        return loose ? List.of(expression) : parts(expression, separator);
    }

    /** What stands between separators where no bracket or quotation is open. */
    private static List<String> parts(String expression, String separator) {
        List<String> parts = new ArrayList<>();
        int begin = 0;
        int depth = 0;
        char quotation = 0;
        for (int at = 0; at < expression.length(); at++) {
            char c = expression.charAt(at);
            if (quotation != 0) {
                quotation = c == quotation ? 0 : quotation;
            } else if (depth == 0 && expression.startsWith(separator, at)) {
                parts.add(expression.substring(begin, at).strip());
                begin = at + separator.length();
            } else if (c == '"' || c == '\'' || c == '`') {
                quotation = c;
            } else {
                depth += nesting(c);
            }
        }
        parts.add(expression.substring(begin).strip());
        return parts;
    }

    private static int nesting(char c) {
        return switch (c) {
            case '(', '[', '{' -> 1;
            case ')', ']', '}' -> -1;
            default -> 0;
        };
    }
}
