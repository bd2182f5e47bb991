package dev.plumbline.accounts.balancers;

import static java.util.Objects.requireNonNull;

/**
 * Something behind a load balancer.
 *
 * @param group name of its target group
 * @param id address or instance
 * @param state as ELB names it, such as healthy
 * @param why what ELB says about it; empty where it has nothing to say
 */
public record Target(String group, String id, String state, String why) {
    /** Checks that nothing is missing. */
    public Target {
        requireNonNull(group, "group is null");
        requireNonNull(id, "id is null");
        requireNonNull(state, "state is null");
        requireNonNull(why, "why is null");
    }
}
