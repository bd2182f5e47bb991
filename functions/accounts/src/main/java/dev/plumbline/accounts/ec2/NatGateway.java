package dev.plumbline.accounts.ec2;

import static java.util.Objects.requireNonNull;

/**
 * A NAT gateway that is not deleted.
 *
 * @param id its id
 * @param subnetId the subnet that it stands in
 * @param state its state, such as {@code available}, {@code pending}, {@code failed}
 * @param failure why it failed, empty where it did not
 */
public record NatGateway(String id, String subnetId, String state, String failure) {
    /** Checks that nothing is missing. */
    public NatGateway {
        requireNonNull(id, "id is null");
        requireNonNull(subnetId, "subnetId is null");
        requireNonNull(state, "state is null");
        requireNonNull(failure, "failure is null");
    }
}
