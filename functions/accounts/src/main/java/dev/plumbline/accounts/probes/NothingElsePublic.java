package dev.plumbline.accounts.probes;

import dev.plumbline.accounts.ec2.Ec2;
import dev.plumbline.accounts.ec2.NetworkInterface;
import dev.plumbline.accounts.ec2.RouteTable;
import dev.plumbline.accounts.session.Session;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * Whether nothing in a VPC is public but load balancers, NAT gateways and servers that say by the tag {@value #PUBLIC}
 * why they are, all of them in the public subnets; and whether only public subnets have a route to the internet
 * gateway. Whoever made the rest.
 */
final class NothingElsePublic implements Probe {

    static final String PUBLIC = "plumbline:public";

    private static final Set<String> BALANCERS_AND_NAT =
            Set.of("nat_gateway", "network_load_balancer", "gateway_load_balancer", "load_balancer");

    /** An application load balancer's interfaces are plain ones: their maker tells itself by the description. */
    private static final String BALANCER_DESCRIPTION = "ELB ";

    @Override
    public String name() {
        return "nothing-else-public";
    }

    @Override
    public SortedSet<String> required() {
        return Probes.arguments("PublicSubnetIds", "VpcId");
    }

    @Override
    public SortedSet<String> optional() {
        return Probes.arguments();
    }

    @Override
    public boolean comesWithTime() {
        return false;
    }

    @Override
    public ProbeResult look(ProbeArguments arguments, Session session) {
        String vpcId = arguments.text("VpcId");
        Set<String> publicSubnets = new HashSet<>(arguments.texts("PublicSubnetIds"));
        Ec2 ec2 = Ec2.in(session);
        List<Fault> faults = new ArrayList<>(routes(ec2.routeTables(vpcId), publicSubnets));
        faults.addAll(interfaces(ec2, vpcId, publicSubnets));
        return new ProbeResult(
                faults.isEmpty(),
                faults.isEmpty()
                        ? vpcId
                        : join(faults.stream().map(Fault::resource).toList()),
                "nothing public but load balancers, NAT gateways and servers tagged " + PUBLIC
                        + "; only public subnets routed to the internet",
                faults.isEmpty()
                        ? "nothing else"
                        : join(faults.stream().map(Fault::seen).toList()));
    }

    private static List<Fault> routes(List<RouteTable> tables, Set<String> publicSubnets) {
        List<Fault> faults = new ArrayList<>();
        for (RouteTable table : tables) {
            if (!table.internet()) {
                continue;
            }
            if (table.main()) {
                faults.add(new Fault(
                        table.id(), "the main route table " + table.id() + " leads every new subnet to the internet"));
            }
            table.subnetIds().stream()
                    .filter(subnet -> !publicSubnets.contains(subnet))
                    .map(subnet ->
                            new Fault(subnet, "subnet " + subnet + " is routed to the internet by " + table.id()))
                    .forEach(faults::add);
        }
        return faults;
    }

    private static List<Fault> interfaces(Ec2 ec2, String vpcId, Set<String> publicSubnets) {
        List<NetworkInterface> reachable = ec2.networkInterfaces(vpcId).stream()
                .filter(each -> isPublic(each, publicSubnets))
                .toList();
        SortedSet<String> excused = ec2.taggedInstances(
                reachable.stream()
                        .filter(each -> !isBalancerOrNat(each))
                        .map(NetworkInterface::instanceId)
                        .filter(id -> !id.isEmpty())
                        .collect(Collectors.toSet()),
                PUBLIC);
        return reachable.stream()
                .filter(each -> !publicSubnets.contains(each.subnetId())
                        || !(isBalancerOrNat(each) || excused.contains(each.instanceId())))
                .map(each -> new Fault(each.id(), describe(each)))
                .toList();
    }

    /** An IPv6 address is a global one: it is public where its subnet is. */
    private static boolean isPublic(NetworkInterface each, Set<String> publicSubnets) {
        return !each.publicAddress().isEmpty() || (each.globalAddress() && publicSubnets.contains(each.subnetId()));
    }

    private static boolean isBalancerOrNat(NetworkInterface each) {
        return BALANCERS_AND_NAT.contains(each.kind())
                || (each.instanceId().isEmpty() && each.description().startsWith(BALANCER_DESCRIPTION));
    }

    private static String describe(NetworkInterface each) {
        String address = each.publicAddress().isEmpty() ? "an IPv6 address" : each.publicAddress();
        String owner = each.instanceId().isEmpty() ? each.description() : "instance " + each.instanceId();
        return "%s has %s in subnet %s (%s)"
                .formatted(each.id(), address, each.subnetId(), owner.isEmpty() ? each.kind() : owner);
    }

    private static String join(List<String> texts) {
        return String.join("; ", texts);
    }

    private record Fault(String resource, String seen) {}
}
