package dev.plumbline.tasks.verify;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.plumbline.failure.Invalid;
import dev.plumbline.json.Json;
import dev.plumbline.json.Records;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the expressions of one stack's checks: JSONata over live properties, with the stack's parameters and
 * outputs bound.
 */
final class Expression {

    private static final long MILLIS = 1_000;
    private static final int DEPTH = 200;

    private final SortedMap<String, String> parameters;
    private final SortedMap<String, String> outputs;

    Expression(SortedMap<String, String> parameters, SortedMap<String, String> outputs) {
        this.parameters = parameters;
        this.outputs = outputs;
    }

    /**
     * Returns what an expression yields, a missing node where it yields nothing.
     *
     * @throws Invalid where it cannot be evaluated
     */
    JsonNode evaluate(String expression, JsonNode properties) {
        @Nullable Object result = result(expression, properties);
        try {
            return result == null ? MissingNode.getInstance() : Records.tree(result);
        } catch (IllegalArgumentException e) {
            throw new Invalid("The expression '" + expression + "' of a check yields a function, not a value", e);
        }
    }

    /**
     * Whether an expression yields true, and nothing else.
     *
     * @throws Invalid where it cannot be evaluated
     */
    boolean holds(String expression, JsonNode properties) {
        return Boolean.TRUE.equals(result(expression, properties));
    }

    private @Nullable Object result(String expression, JsonNode properties) {
        try {
            Jsonata compiled = Jsonata.jsonata(expression);
            Jsonata.Frame frame = compiled.createFrame();
            frame.setRuntimeBounds(MILLIS, DEPTH);
            frame.bind("parameters", parameters);
            frame.bind("outputs", outputs);
            return compiled.evaluate(Json.plain(properties), frame);
        } catch (JException e) {
            throw new Invalid(
                    "The expression '" + expression + "' of a check cannot be evaluated: " + e.getMessage(), e);
        }
    }
}
