package dev.plumbline.accounts.ec2;

import static java.util.Objects.requireNonNull;

/**
 * A security group.
 *
 * @param id its id
 * @param vpcId the VPC that it belongs to
 * @param rulesIn how many rules let something in
 * @param rulesOut how many rules let something out
 */
public record SecurityGroup(String id, String vpcId, int rulesIn, int rulesOut) {
    /** Checks that nothing is missing. */
    public SecurityGroup {
        requireNonNull(id, "id is null");
        requireNonNull(vpcId, "vpcId is null");
    }

    /** Whether nothing goes in or out. */
    public boolean closed() {
        return rulesIn == 0 && rulesOut == 0;
    }
}
