package dev.plumbline.accounts.calls;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;

/**
 * One request to an account. Holds no secret: it is shown to people and kept in the ledger.
 *
 * @param operation what is asked for
 * @param parameters its parameters, as the API names them
 */
public record Call(Operation operation, ObjectNode parameters) {

    /** Checks that nothing is missing and copies the parameters. */
    public Call {
        requireNonNull(operation, "operation is null");
        parameters = requireNonNull(parameters, "parameters is null").deepCopy();
    }

    /** Returns a request without parameters. */
    public static Call of(Operation operation) {
        return new Call(operation, JsonNodeFactory.instance.objectNode());
    }

    /** Returns the same request with one more parameter; its name may be a path with dots, as the query APIs take. */
    public Call with(String name, String value) {
        return new Call(operation, parameters().put(name, value));
    }

    /** Returns the same request with one more parameter. */
    public Call with(String name, JsonNode value) {
        ObjectNode more = parameters();
        more.set(name, value);
        return new Call(operation, more);
    }

    /** Returns the same request with one more parameter, a list of texts. */
    public Call list(String name, Collection<String> values) {
        ObjectNode more = parameters();
        ArrayNode list = more.putArray(name);
        values.forEach(list::add);
        return new Call(operation, more);
    }

    /** Returns a copy of the parameters. */
    @Override
    public ObjectNode parameters() {
        return parameters.deepCopy();
    }

    /** Returns it as one line, such as {@code RevokeSecurityGroupIngress {"GroupId":"sg-1"}}. */
    @Override
    public String toString() {
        return operation.action() + " " + parameters;
    }
}
