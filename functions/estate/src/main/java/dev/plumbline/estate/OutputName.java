package dev.plumbline.estate;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A reference to an output as it is written: {@code ${environment/stack@region.Output}}. Environment and region may be
 * left out and then depend on where the reference stands.
 *
 * @param environmentOrNull the environment, or null for the one in which the reference stands
 * @param stack the stack's name
 * @param regionOrNull the region, or null for the same region, else the stack's only one
 * @param output the output's name
 */
public record OutputName(
        @Nullable String environmentOrNull,
        String stack,
        @Nullable String regionOrNull,
        String output) {

    /** Checks that nothing is missing. */
    public OutputName {
        requireNonNull(stack, "stack is null");
        requireNonNull(output, "output is null");
    }

    /** Returns the environment, or nothing for the one in which the reference stands. */
    public Optional<String> environment() {
        return Optional.ofNullable(environmentOrNull);
    }

    /** Returns the region, or nothing where it follows from the place of the reference. */
    public Optional<String> region() {
        return Optional.ofNullable(regionOrNull);
    }

    /** Returns the reference as it is written. */
    @Override
    public String toString() {
        return "${"
                + environment().map(name -> name + "/").orElse("")
                + stack
                + region().map(name -> "@" + name).orElse("")
                + "."
                + output
                + "}";
    }
}
