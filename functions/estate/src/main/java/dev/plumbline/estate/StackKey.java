package dev.plumbline.estate;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * A stack in one account and region, by the name that the estate gives it.
 *
 * @param target where it is
 * @param stack its name in the estate, without the prefix of its name in CloudFormation
 */
public record StackKey(TargetKey target, String stack) implements Comparable<StackKey> {

    private static final Comparator<StackKey> ORDER =
            Comparator.comparing(StackKey::target).thenComparing(StackKey::stack);

    /** Checks that nothing is missing. */
    public StackKey {
        requireNonNull(target, "target is null");
        requireNonNull(stack, "stack is null");
    }

    /** Returns the name of the stack in CloudFormation. */
    public String stackName() {
        return StackDeclaration.STACK_NAME_PREFIX + stack;
    }

    @Override
    public int compareTo(StackKey other) {
        return ORDER.compare(this, other);
    }

    /** Returns {@code account/region/stack}. */
    @Override
    public String toString() {
        return target + "/" + stack;
    }
}
