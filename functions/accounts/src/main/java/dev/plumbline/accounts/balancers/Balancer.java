package dev.plumbline.accounts.balancers;

import static java.util.Objects.requireNonNull;

/**
 * A load balancer.
 *
 * @param state as ELB names it, such as active
 */
public record Balancer(String arn, String name, String state) {
    /** Checks that nothing is missing. */
    public Balancer {
        requireNonNull(arn, "arn is null");
        requireNonNull(name, "name is null");
        requireNonNull(state, "state is null");
    }
}
