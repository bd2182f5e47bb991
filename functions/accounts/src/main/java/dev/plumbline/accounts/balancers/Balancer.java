package dev.plumbline.accounts.balancers;

import static java.util.Objects.requireNonNull;

/**
 * A load balancer.
 *
 * @param arn its ARN; empty for a Classic one, which is known by its name
 * @param state as ELB names it, such as active; empty for a Classic one, which has none
 */
public record Balancer(String arn, String name, String state) {
    /** Checks that nothing is missing. */
    public Balancer {
        requireNonNull(arn, "arn is null");
        requireNonNull(name, "name is null");
        requireNonNull(state, "state is null");
    }

    /** Makes a Classic one. */
    static Balancer classic(String name) {
        return new Balancer("", name, "");
    }

    boolean isClassic() {
        return arn.isEmpty();
    }
}
