package dev.plumbline.estate;

import static java.util.Objects.requireNonNull;

/**
 * A parameter's value in the live repository.
 *
 * @param value what was given
 * @param position where it was given: at the stack, or among the defaults
 */
public record DeclaredParameter(Value<OutputName> value, Position position) {

    /** Checks that nothing is missing. */
    public DeclaredParameter {
        requireNonNull(value, "value is null");
        requireNonNull(position, "position is null");
    }
}
