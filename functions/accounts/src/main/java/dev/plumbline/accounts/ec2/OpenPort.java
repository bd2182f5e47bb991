package dev.plumbline.accounts.ec2;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.query.XmlNode;
import java.util.List;

/**
 * A rule by which a security group lets somebody in.
 *
 * @param groupId the group
 * @param protocol the protocol, {@code -1} for all of them
 * @param from the first port, empty where the protocol has none
 * @param to the last port, empty where the protocol has none
 */
public record OpenPort(String groupId, String protocol, String from, String to) {
    /** Checks that nothing is missing. */
    public OpenPort {
        requireNonNull(groupId, "groupId is null");
        requireNonNull(protocol, "protocol is null");
        requireNonNull(from, "from is null");
        requireNonNull(to, "to is null");
    }

    static OpenPort of(XmlNode group, XmlNode rule) {
        return new OpenPort(group.text("groupId"), rule.text("ipProtocol"), rule.text("fromPort"), rule.text("toPort"));
    }

    /** Whether a port of TCP is among what it lets in. */
    public boolean reaches(int port) {
        if (protocol.equals("-1")) {
            return true;
        }
        return List.of("tcp", "6").contains(protocol)
                && !from.isEmpty()
                && Integer.parseInt(from) <= port
                && port <= Integer.parseInt(to);
    }

    /** Whether it lets in one port of a protocol and nothing else. */
    public boolean isOnly(String wantedProtocol, String wantedPort) {
        return protocol.equals(wantedProtocol) && from.equals(wantedPort) && to.equals(wantedPort);
    }

    @Override
    public String toString() {
        if (protocol.equals("-1")) {
            return groupId + " lets in everything";
        }
        return groupId + " lets in " + protocol + " " + (from.equals(to) ? from : from + " to " + to);
    }
}
