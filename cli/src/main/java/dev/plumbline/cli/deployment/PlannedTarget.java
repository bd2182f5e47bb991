package dev.plumbline.cli.deployment;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.TargetKey;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A target, and the stacks that the estate has there.
 *
 * @param environment the environment's name
 * @param target account and region
 * @param stacks the names of its stacks
 */
public record PlannedTarget(String environment, TargetKey target, SortedSet<String> stacks) {

    /** Copies and checks that nothing is missing. */
    public PlannedTarget {
        requireNonNull(environment, "environment is null");
        requireNonNull(target, "target is null");
        stacks = Collections.unmodifiableSortedSet(new TreeSet<>(stacks));
    }

    /** Whether a person means it by this: an environment, an account, a region of either after a slash. */
    public boolean isMeantBy(String name) {
        return name.equals(environment)
                || name.equals(target.account())
                || name.equals(environment + "/" + target.region())
                || name.equals(target.toString());
    }
}
