package dev.plumbline.tasks.playbooks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.calls.Answer;
import dev.plumbline.accounts.calls.Operation;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The rules of security groups, as EC2 tells them and takes them back. */
final class Rules {

    private Rules() {}

    /** Looks at a security group with its rules; returns nothing where it is gone. */
    static Optional<Answer> group(String id, Hands hands) {
        return hands.first(
                Operation.DESCRIBE_SECURITY_GROUPS, Parameters.of().list("GroupId", List.of(id)), "securityGroupInfo");
    }

    /**
     * Returns the part of a rule that lets chosen ranges in, as a call takes it; without ranges where there is none.
     */
    static ObjectNode part(Answer permission, Predicate<String> ranges) {
        ObjectNode part = JsonNodeFactory.instance.objectNode();
        part.put("IpProtocol", permission.text("ipProtocol"));
        if (permission.has("fromPort")) {
            part.put("FromPort", permission.number("fromPort"));
            part.put("ToPort", permission.number("toPort"));
        }
        ranges(part, "IpRanges", "CidrIp", permission.items("ipRanges"), "cidrIp", ranges);
        ranges(part, "Ipv6Ranges", "CidrIpv6", permission.items("ipv6Ranges"), "cidrIpv6", ranges);
        return part;
    }

    /** Returns a rule as a whole, as a call takes it. */
    static ObjectNode whole(Answer permission) {
        ObjectNode whole = part(permission, range -> true);
        others(whole, "Groups", "GroupId", permission.items("groups"), "groupId");
        others(whole, "PrefixListIds", "PrefixListId", permission.items("prefixListIds"), "prefixListId");
        return whole;
    }

    /** Returns the parameters of a call about one rule of a group. */
    static Parameters of(String group, ObjectNode rule) {
        return Parameters.of("GroupId", group)
                .with("IpPermissions", JsonNodeFactory.instance.arrayNode().add(rule));
    }

    /** Returns the ranges that a part lets in. */
    static List<String> rangesOf(ObjectNode part) {
        List<String> v4 = part.path("IpRanges").findValuesAsText("CidrIp");
        List<String> v6 = part.path("Ipv6Ranges").findValuesAsText("CidrIpv6");
        return Stream.concat(v4.stream(), v6.stream()).toList();
    }

    /** Returns ports and protocol, for people. */
    static String ports(ObjectNode part) {
        String protocol = part.path("IpProtocol").asText();
        if (!part.has("FromPort") || protocol.equals("-1")) {
            return "all traffic";
        }
        int from = part.path("FromPort").asInt();
        int to = part.path("ToPort").asInt();
        return protocol + " " + (from == to ? "port " + from : "ports " + from + " to " + to);
    }

    private static void ranges(
            ObjectNode part, String list, String key, List<Answer> from, String field, Predicate<String> wanted) {
        ArrayNode ranges = JsonNodeFactory.instance.arrayNode();
        for (Answer range : from) {
            if (wanted.test(range.text(field))) {
                ObjectNode one = ranges.addObject().put(key, range.text(field));
                if (range.has("description")) {
                    one.put("Description", range.text("description"));
                }
            }
        }
        if (!ranges.isEmpty()) {
            part.set(list, ranges);
        }
    }

    private static void others(ObjectNode whole, String list, String key, List<Answer> from, String field) {
        if (!from.isEmpty()) {
            ArrayNode others = whole.putArray(list);
            from.forEach(other -> others.addObject().put(key, other.text(field)));
        }
    }
}
