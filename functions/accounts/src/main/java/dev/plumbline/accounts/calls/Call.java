package dev.plumbline.accounts.calls;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;

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
