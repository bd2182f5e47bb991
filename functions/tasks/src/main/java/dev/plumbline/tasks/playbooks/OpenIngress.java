package dev.plumbline.tasks.playbooks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.calls.Answer;
import dev.plumbline.accounts.calls.Call;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.tasks.findings.Fact;
import dev.plumbline.tasks.findings.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Ingress open to the world on ports by which servers are administered: the rules are taken away as far as they are
 * open. A rule that lets more in than administrators' traffic may serve somebody, so taking it away can interrupt. If
 * GuardDuty names who is knocking, the address is shut out of that port of the subnet for a day as well, unless it may
 * be one of ours.
 */
final class OpenIngress implements ThingPlaybook {

    static final String NAME = "open-ingress";

    /** SSH, RDP, and what restricted-common-ports looks at: FTP, MySQL, SQL Server, PostgreSQL, Oracle, and Telnet. */
    private static final Set<Integer> PORTS = Set.of(20, 21, 22, 23, 1433, 1521, 3306, 3389, 4333, 5432);

    private static final Set<String> WORLD = Set.of("0.0.0.0/0", "::/0");
    private static final Duration BLOCKED = Duration.ofDays(1);
    private static final int FIRST_ENTRY = 1;
    private static final int ENTRIES = 40;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Operation> operations() {
        return Set.of(
                Operation.DESCRIBE_SECURITY_GROUPS,
                Operation.REVOKE_INGRESS,
                Operation.AUTHORIZE_INGRESS,
                Operation.DESCRIBE_NETWORK_ACLS,
                Operation.DESCRIBE_VPCS,
                Operation.DESCRIBE_ADDRESSES,
                Operation.CREATE_ACL_ENTRY,
                Operation.DELETE_ACL_ENTRY);
    }

    @Override
    public Optional<String> resource(Finding finding) {
        return finding.fact(Fact.GROUP)
                .map(group -> group
                        + finding.fact(Fact.ADDRESS)
                                .map(address -> " from " + address)
                                .orElse(""));
    }

    @Override
    public Optional<Answer> find(Subject subject, Hands hands) {
        return Rules.group(subject.fact(Fact.GROUP), hands);
    }

    @Override
    public Inspection inspect(Answer found, Subject subject, Hands hands) {
        List<Step> steps = new ArrayList<>(open(subject.fact(Fact.GROUP), found));
        block(subject, hands).ifPresent(steps::add);
        return Inspection.tagged(
                steps,
                ResourceTags.of(found),
                "let no rule for incoming traffic of this group be open to 0.0.0.0/0 or ::/0 on an administrative port");
    }

    private static List<Step> open(String group, Answer found) {
        List<Step> steps = new ArrayList<>();
        for (Answer permission : found.items("ipPermissions")) {
            ObjectNode open = Rules.part(permission, WORLD::contains);
            List<String> ranges = Rules.rangesOf(open);
            if (!ranges.isEmpty() && administrative(open)) {
                Parameters parameters = Rules.of(group, open);
                Step step = Step.of(
                        "take " + Rules.ports(open) + " from " + String.join(" and ", ranges) + " out of " + group,
                        parameters.call(Operation.REVOKE_INGRESS),
                        parameters.call(Operation.AUTHORIZE_INGRESS));
                steps.add(onlyAdministrative(open) ? step : step.interrupting());
            }
        }
        return steps;
    }

    private static boolean administrative(ObjectNode rule) {
        String protocol = rule.path("IpProtocol").asText();
        if (protocol.equals("-1") || !rule.has("FromPort")) {
            return true;
        }
        int from = rule.path("FromPort").asInt();
        int to = rule.path("ToPort").asInt();
        return protocol.equals("tcp") && PORTS.stream().anyMatch(port -> from <= port && port <= to);
    }

    /** Whether nothing else goes with it, such as a website on port 443 that the same rule lets in. */
    private static boolean onlyAdministrative(ObjectNode rule) {
        return rule.path("IpProtocol").asText().equals("tcp")
                && rule.has("FromPort")
                && IntStream.rangeClosed(
                                rule.path("FromPort").asInt(),
                                rule.path("ToPort").asInt())
                        .allMatch(PORTS::contains);
    }

    /** One entry before all others of the subnet's network ACL, with a number that is free. */
    private static Optional<Step> block(Subject subject, Hands hands) {
        String address = subject.fact(Fact.ADDRESS);
        String subnet = subject.fact(Fact.SUBNET);
        if (address.isEmpty() || subnet.isEmpty()) {
            return Optional.empty();
        }
        if (!Addresses.isOfTheInternet(address)) {
            return Optional.empty();
        }
        String cidr = address + "/32";
        Ports ports = Ports.of(subject.fact(Fact.PORT));
        return hands
                .look(Operation.DESCRIBE_NETWORK_ACLS, Parameters.of().filter("association.subnet-id", subnet))
                .items("networkAclSet")
                .stream()
                .findFirst()
                .filter(acl -> acl.items("entrySet").stream().noneMatch(entry -> denies(entry, cidr, ports)))
                .filter(acl -> !isOurs(address, acl.text("vpcId"), hands))
                .flatMap(acl ->
                        freeEntry(acl, cidr).map(number -> entry(acl.text("networkAclId"), number, cidr, ports)));
    }

    /** What is shut: one port of TCP, or everything if it is not known at which port somebody knocks. */
    private record Ports(int port) {

        private static final int ALL = 0;
        private static final int LAST = 65_535;

        static Ports of(String told) {
            int port = told.isEmpty() ? ALL : Integer.parseInt(told);
            return new Ports(port > LAST ? ALL : port);
        }

        boolean areAll() {
            return port == ALL;
        }

        Parameters in(Parameters parameters) {
            return areAll()
                    ? parameters.with("Protocol", "-1")
                    : parameters
                            .with("Protocol", "6")
                            .with(
                                    "PortRange",
                                    JsonNodeFactory.instance
                                            .objectNode()
                                            .put("From", port)
                                            .put("To", port));
        }

        boolean areDeniedBy(Answer entry) {
            return entry.text("protocol").equals("-1")
                    || (entry.text("protocol").equals("6")
                            && !areAll()
                            && entry.at("portRange").number("from") <= port
                            && port <= entry.at("portRange").number("to"));
        }

        @Override
        public String toString() {
            return areAll() ? "" : " of tcp port " + port;
        }
    }

    private static boolean denies(Answer entry, String cidr, Ports ports) {
        return entry.text("ruleAction").equals("deny")
                && entry.text("cidrBlock").equals(cidr)
                && !entry.flag("egress")
                && ports.areDeniedBy(entry);
    }

    /** The network's own range may be a public one; what leaves by our own gateways and servers is known by address. */
    private static boolean isOurs(String address, String vpc, Hands hands) {
        boolean inside =
                hands
                        .look(Operation.DESCRIBE_VPCS, Parameters.of().list("VpcId", List.of(vpc)))
                        .items("vpcSet")
                        .stream()
                        .flatMap(each -> Stream.concat(
                                Stream.of(each.text("cidrBlock")),
                                each.items("cidrBlockAssociationSet").stream().map(block -> block.text("cidrBlock"))))
                        .anyMatch(block -> Addresses.isIn(address, block));
        return inside
                || !hands.look(Operation.DESCRIBE_ADDRESSES, Parameters.of().filter("public-ip", address))
                        .items("addressesSet")
                        .isEmpty();
    }

    /** Looked for from another place for each address, as several may be shut out at once. */
    private static Optional<Integer> freeEntry(Answer acl, String cidr) {
        Set<Integer> taken = new TreeSet<>(Comparator.naturalOrder());
        acl.items("entrySet").stream()
                .filter(entry -> !entry.flag("egress"))
                .forEach(entry -> taken.add(entry.number("ruleNumber")));
        return IntStream.range(0, ENTRIES)
                .map(tried -> FIRST_ENTRY + Math.floorMod(cidr.hashCode() + tried, ENTRIES))
                .filter(number -> !taken.contains(number))
                .boxed()
                .findFirst();
    }

    private static Step entry(String acl, int number, String cidr, Ports ports) {
        Call deny = ports.in(Parameters.of("NetworkAclId", acl).with("RuleNumber", number))
                .with("RuleAction", "deny")
                .with("Egress", false)
                .with("CidrBlock", cidr)
                .call(Operation.CREATE_ACL_ENTRY);
        Call allow = Parameters.of("NetworkAclId", acl)
                .with("RuleNumber", number)
                .with("Egress", false)
                .call(Operation.DELETE_ACL_ENTRY);
        Call look = Parameters.of()
                .filter("network-acl-id", acl)
                .filter("entry.cidr", cidr)
                .filter("entry.rule-number", Integer.toString(number))
                .call(Operation.DESCRIBE_NETWORK_ACLS);
        Step step = Step.of(
                        "shut " + cidr + " out" + ports + " by entry " + number + " of " + acl + " for a day",
                        deny,
                        allow)
                .unless(new Existing(look, "networkAclSet", "networkAclId", "networkAclId", "acl"))
                .lasting(BLOCKED);
        return ports.areAll() ? step.interrupting() : step;
    }
}
