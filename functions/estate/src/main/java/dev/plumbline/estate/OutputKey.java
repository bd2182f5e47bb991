package dev.plumbline.estate;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * An output of a stack in one account and region.
 *
 * @param stack the stack that has it
 * @param output its name in the template
 */
public record OutputKey(StackKey stack, String output) implements Comparable<OutputKey> {

    private static final Comparator<OutputKey> ORDER =
            Comparator.comparing(OutputKey::stack).thenComparing(OutputKey::output);

    /** Checks that nothing is missing. */
    public OutputKey {
        requireNonNull(stack, "stack is null");
        requireNonNull(output, "output is null");
    }

    @Override
    public int compareTo(OutputKey other) {
        return ORDER.compare(this, other);
    }

    /** Returns {@code account/region/stack.output}. */
    @Override
    public String toString() {
        return stack + "." + output;
    }
}
