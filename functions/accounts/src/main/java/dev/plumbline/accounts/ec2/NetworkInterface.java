package dev.plumbline.accounts.ec2;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.query.XmlNode;

/**
 * A network interface.
 *
 * @param id its id
 * @param subnetId the subnet that it is in
 * @param kind what AWS made it for, such as {@code interface}, {@code nat_gateway}, {@code network_load_balancer}
 * @param description what its maker wrote, such as {@code ELB app/name/id}
 * @param publicAddress its public IPv4 address, empty where it has none
 * @param globalAddress whether it has an IPv6 address
 * @param instanceId the instance that it is attached to, empty where it is to none
 */
public record NetworkInterface(
        String id,
        String subnetId,
        String kind,
        String description,
        String publicAddress,
        boolean globalAddress,
        String instanceId) {
    /** Checks that nothing is missing. */
    public NetworkInterface {
        requireNonNull(id, "id is null");
        requireNonNull(subnetId, "subnetId is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(description, "description is null");
        requireNonNull(publicAddress, "publicAddress is null");
        requireNonNull(instanceId, "instanceId is null");
    }

    static NetworkInterface from(XmlNode node) {
        return new NetworkInterface(
                node.text("networkInterfaceId"),
                node.text("subnetId"),
                node.text("interfaceType"),
                node.text("description"),
                node.find("association").map(found -> found.text("publicIp")).orElse(""),
                !node.items("ipv6AddressesSet").isEmpty(),
                node.find("attachment").map(found -> found.text("instanceId")).orElse(""));
    }
}
