package dev.plumbline.accounts.groups;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * An Auto Scaling group.
 *
 * @param name its name
 * @param desired how many servers it should have
 * @param members the servers that it has
 */
public record ServerGroup(String name, int desired, List<Member> members) {
    /** Copies and checks that nothing is missing. */
    public ServerGroup {
        requireNonNull(name, "name is null");
        members = List.copyOf(members);
    }

    /**
     * A server of a group.
     *
     * @param instanceId its instance
     * @param lifecycle where it is in its life, such as {@code InService}
     * @param health what the group thinks of it, {@code Healthy} or {@code Unhealthy}
     */
    public record Member(String instanceId, String lifecycle, String health) {
        /** Checks that nothing is missing. */
        public Member {
            requireNonNull(instanceId, "instanceId is null");
            requireNonNull(lifecycle, "lifecycle is null");
            requireNonNull(health, "health is null");
        }

        /** Whether it serves, as far as the group knows. */
        public boolean serves() {
            return lifecycle.equals("InService") && health.equals("Healthy");
        }
    }

    /** Returns the instances that serve. */
    public List<String> serving() {
        return members.stream().filter(Member::serves).map(Member::instanceId).toList();
    }
}
