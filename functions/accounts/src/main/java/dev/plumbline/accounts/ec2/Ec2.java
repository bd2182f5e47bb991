package dev.plumbline.accounts.ec2;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.errors.ErrorTable;
import dev.plumbline.accounts.query.QueryApi;
import dev.plumbline.accounts.query.QueryParameters;
import dev.plumbline.accounts.query.QueryService;
import dev.plumbline.accounts.query.XmlNode;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.failure.Failure;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Gatherers;

/**
 * EC2 in one account and region. Each method may be repeated. What AWS answers as an error is raised as a
 * {@link Failure} that says what happens next.
 */
public final class Ec2 {

    private static final ErrorTable ERRORS =
            ErrorTable.of("EC2").retry("InsufficientCapacityOnHost").build();

    /** "You can specify up to 50 filters and up to 200 values per filter in a single request": EC2's user guide. */
    private static final int MOST_VALUES = 200;

    /** "Maximum 100 explicitly specified instance IDs": DescribeInstanceStatus, InstanceIds. */
    private static final int MOST_INSTANCES = 100;

    private final QueryApi api;

    private Ec2(QueryApi api) {
        this.api = requireNonNull(api, "api is null");
    }

    /** Returns the gateway for where a session works. */
    public static Ec2 in(Session session) {
        return new Ec2(QueryApi.of(QueryService.EC2, ERRORS, session));
    }

    /** Returns the NAT gateways of a VPC, without those that are deleted or being deleted. */
    public List<NatGateway> natGateways(String vpcId) {
        QueryParameters wanted = QueryParameters.none()
                .filter("vpc-id", vpcId)
                .filter("state", List.of("pending", "failed", "available"));
        return api.pages("DescribeNatGateways", wanted, "natGatewaySet").stream()
                .map(nat -> new NatGateway(
                        nat.text("natGatewayId"), nat.text("subnetId"), nat.text("state"), nat.text("failureMessage")))
                .toList();
    }

    /** Returns the flow logs of a resource, such as a VPC. */
    public List<FlowLog> flowLogs(String resourceId) {
        QueryParameters wanted = QueryParameters.none().filter("resource-id", resourceId);
        return api.pages("DescribeFlowLogs", wanted, "flowLogSet").stream()
                .map(log -> new FlowLog(
                        log.text("flowLogId"),
                        log.text("logGroupName"),
                        log.text("flowLogStatus"),
                        log.text("deliverLogsStatus"),
                        log.text("deliverLogsErrorMessage")))
                .toList();
    }

    /** Returns the default security groups of all VPCs. */
    public List<SecurityGroup> defaultSecurityGroups() {
        return securityGroups(QueryParameters.none().filter("group-name", "default"));
    }

    /** Returns the default security group of a VPC, or nothing where there is no such VPC. */
    public Optional<SecurityGroup> defaultSecurityGroup(String vpcId) {
        return securityGroups(
                        QueryParameters.none().filter("group-name", "default").filter("vpc-id", vpcId))
                .stream()
                .findFirst();
    }

    /** Returns the network interfaces of a VPC. */
    public List<NetworkInterface> networkInterfaces(String vpcId) {
        QueryParameters wanted = QueryParameters.none().filter("vpc-id", vpcId);
        return api.pages("DescribeNetworkInterfaces", wanted, "networkInterfaceSet").stream()
                .map(NetworkInterface::from)
                .toList();
    }

    /** Returns the route tables of a VPC. */
    public List<RouteTable> routeTables(String vpcId) {
        QueryParameters wanted = QueryParameters.none().filter("vpc-id", vpcId);
        return api.pages("DescribeRouteTables", wanted, "routeTableSet").stream()
                .map(RouteTable::from)
                .toList();
    }

    /** Returns those of some instances that carry a tag with any value but an empty one. */
    public SortedSet<String> taggedInstances(Collection<String> instanceIds, String tag) {
        TreeSet<String> tagged = new TreeSet<>();
        described(instanceIds).stream()
                .filter(instance -> instance.items("tagSet").stream()
                        .anyMatch(each -> each.text("key").equals(tag)
                                && !each.text("value").isEmpty()))
                .forEach(instance -> tagged.add(instance.text("instanceId")));
        return tagged;
    }

    /** Returns the allocation of a public address, or nothing where the account has no such address. */
    public Optional<String> allocation(String publicAddress) {
        QueryParameters wanted = QueryParameters.none().filter("public-ip", publicAddress);
        return api.call("DescribeAddresses", wanted).items("addressesSet").stream()
                .map(address -> address.text("allocationId"))
                .filter(id -> !id.isEmpty())
                .findFirst();
    }

    /** Returns the instance that has a public address, or nothing where none has. */
    public Optional<String> addressHolder(String publicAddress) {
        QueryParameters wanted = QueryParameters.none().filter("public-ip", publicAddress);
        return api.call("DescribeAddresses", wanted).items("addressesSet").stream()
                .map(address -> address.text("instanceId"))
                .filter(id -> !id.isEmpty())
                .findFirst();
    }

    /** Returns those of some instances that fail a status check, each with the check's state. */
    public SortedMap<String, String> failingStatusChecks(Collection<String> instanceIds) {
        TreeMap<String, String> failing = new TreeMap<>();
        List<XmlNode> statuses = instanceIds.stream()
                .gather(Gatherers.windowFixed(MOST_INSTANCES))
                .map(some -> QueryParameters.none().list("InstanceId", some))
                .flatMap(wanted -> api.pages("DescribeInstanceStatus", wanted, "instanceStatusSet").stream())
                .toList();
        for (XmlNode status : statuses) {
            for (String check : List.of("systemStatus", "instanceStatus")) {
                String state =
                        status.find(check).map(found -> found.text("status")).orElse("");
                if (state.equals("impaired")) {
                    failing.put(status.text("instanceId"), check + " " + state);
                }
            }
        }
        return failing;
    }

    /**
     * Returns those of some instances that are there, with the volumes that they have. Two requests for each two
     * hundred of them.
     */
    public List<Instance> instances(Collection<String> instanceIds) {
        List<XmlNode> volumes = filtered("DescribeVolumes", "attachment.instance-id", instanceIds, "volumeSet");
        return described(instanceIds).stream()
                .map(instance -> Instance.from(instance, volumes))
                .toList();
    }

    private List<XmlNode> described(Collection<String> instanceIds) {
        return filtered("DescribeInstances", "instance-id", instanceIds, "reservationSet").stream()
                .flatMap(reservation -> reservation.items("instancesSet").stream())
                .toList();
    }

    /** What one of some values matches; none where there are no values. */
    private List<XmlNode> filtered(String action, String filter, Collection<String> values, String list) {
        return values.stream()
                .gather(Gatherers.windowFixed(MOST_VALUES))
                .map(some -> QueryParameters.none().filter(filter, some))
                .flatMap(wanted -> api.pages(action, wanted, list).stream())
                .toList();
    }

    /** Returns every rule by which the security groups of some instances let somebody in. */
    public List<OpenPort> openPorts(Collection<String> instanceIds) {
        TreeSet<String> groups = new TreeSet<>();
        filtered("DescribeNetworkInterfaces", "attachment.instance-id", instanceIds, "networkInterfaceSet").stream()
                .flatMap(each -> each.items("groupSet").stream())
                .forEach(group -> groups.add(group.text("groupId")));
        return filtered("DescribeSecurityGroups", "group-id", groups, "securityGroupInfo").stream()
                .flatMap(group -> group.items("ipPermissions").stream().map(rule -> OpenPort.of(group, rule)))
                .toList();
    }

    /** Returns every rule by which a security group, of whatever VPC, lets in the whole world. */
    public List<OpenPort> openToWorld() {
        return api.pages("DescribeSecurityGroups", QueryParameters.none(), "securityGroupInfo").stream()
                .flatMap(group -> group.items("ipPermissions").stream()
                        .filter(Ec2::letsInTheWorld)
                        .map(rule -> OpenPort.of(group, rule)))
                .toList();
    }

    private static boolean letsInTheWorld(XmlNode rule) {
        return rule.items("ipRanges").stream()
                        .anyMatch(range -> range.text("cidrIp").equals("0.0.0.0/0"))
                || rule.items("ipv6Ranges").stream()
                        .anyMatch(range -> range.text("cidrIpv6").equals("::/0"));
    }

    /** Whether new volumes are encrypted although nobody asks for it. */
    public boolean ebsEncryptionByDefault() {
        return api.call("GetEbsEncryptionByDefault", QueryParameters.none()).flag("ebsEncryptionByDefault");
    }

    /** Switches the encryption of new volumes on or off. */
    public void setEbsEncryptionByDefault(boolean enabled) {
        api.call(enabled ? "EnableEbsEncryptionByDefault" : "DisableEbsEncryptionByDefault", QueryParameters.none());
    }

    /** Takes all rules from a security group. */
    public void close(SecurityGroup group) {
        List<XmlNode> rules = api.pages(
                "DescribeSecurityGroupRules",
                QueryParameters.none().filter("group-id", group.id()),
                "securityGroupRuleSet");
        revoke("RevokeSecurityGroupIngress", group, rules, false);
        revoke("RevokeSecurityGroupEgress", group, rules, true);
    }

    private void revoke(String action, SecurityGroup group, List<XmlNode> rules, boolean egress) {
        List<String> ids = rules.stream()
                .filter(rule -> rule.flag("isEgress") == egress)
                .map(rule -> rule.text("securityGroupRuleId"))
                .toList();
        if (!ids.isEmpty()) {
            api.call(action, QueryParameters.none().with("GroupId", group.id()).list("SecurityGroupRuleId", ids));
        }
    }

    private List<SecurityGroup> securityGroups(QueryParameters wanted) {
        return api.pages("DescribeSecurityGroups", wanted, "securityGroupInfo").stream()
                .map(group -> new SecurityGroup(
                        group.text("groupId"),
                        group.text("vpcId"),
                        group.items("ipPermissions").size(),
                        group.items("ipPermissionsEgress").size()))
                .toList();
    }
}
