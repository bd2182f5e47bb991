package dev.plumbline.accounts.probes;

import dev.plumbline.accounts.ec2.Ec2;
import dev.plumbline.accounts.ec2.NatGateway;
import dev.plumbline.accounts.session.Session;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** Whether every NAT gateway of a VPC carries traffic. A VPC without any passes. */
final class NatGatewaysAvailable implements Probe {

    @Override
    public String name() {
        return "nat-gateways-available";
    }

    @Override
    public SortedSet<String> required() {
        return Probes.arguments("VpcId");
    }

    @Override
    public SortedSet<String> optional() {
        return Probes.arguments();
    }

    @Override
    public ProbeResult look(ProbeArguments arguments, Session session) {
        String vpcId = arguments.text("VpcId");
        List<NatGateway> all = Ec2.in(session).natGateways(vpcId);
        List<NatGateway> faulty =
                all.stream().filter(nat -> !nat.state().equals("available")).toList();
        String expected = "every NAT gateway available";
        if (faulty.isEmpty()) {
            return new ProbeResult(true, vpcId, expected, all.size() + " available");
        }
        return new ProbeResult(
                false,
                faulty.stream().map(NatGateway::id).collect(Collectors.joining(", ")),
                expected,
                faulty.stream().map(NatGatewaysAvailable::describe).collect(Collectors.joining("; ")));
    }

    private static String describe(NatGateway nat) {
        return nat.id() + " is " + nat.state() + (nat.failure().isEmpty() ? "" : ": " + nat.failure());
    }
}
