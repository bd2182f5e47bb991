package dev.plumbline.accounts.probes;

import dev.plumbline.accounts.ec2.Ec2;
import dev.plumbline.accounts.ec2.SecurityGroup;
import dev.plumbline.accounts.session.Session;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Whether the default security group of a VPC has no rules, so that what nobody gave a group of its own reaches
 * nothing.
 */
final class DefaultSecurityGroupClosed implements Probe {

    @Override
    public String name() {
        return "default-security-group-closed";
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
    public boolean comesWithTime() {
        return false;
    }

    @Override
    public ProbeResult look(ProbeArguments arguments, Session session) {
        String vpcId = arguments.text("VpcId");
        Optional<SecurityGroup> group = Ec2.in(session).defaultSecurityGroup(vpcId);
        return new ProbeResult(
                group.map(SecurityGroup::closed).orElse(false),
                group.map(SecurityGroup::id).orElse(vpcId),
                "no rules",
                group.map(found -> found.rulesIn() + " rules in, " + found.rulesOut() + " rules out")
                        .orElse("no default security group"));
    }
}
