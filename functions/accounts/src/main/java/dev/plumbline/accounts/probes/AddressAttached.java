package dev.plumbline.accounts.probes;

import dev.plumbline.accounts.ec2.Ec2;
import dev.plumbline.accounts.groups.ServerGroup;
import dev.plumbline.accounts.groups.ServerGroups;
import dev.plumbline.accounts.session.Session;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** Whether a public address belongs to a server of an Auto Scaling group that runs now. */
final class AddressAttached implements Probe {

    @Override
    public String name() {
        return "address-attached";
    }

    @Override
    public SortedSet<String> required() {
        return Probes.arguments("GroupName", "PublicIp");
    }

    @Override
    public SortedSet<String> optional() {
        return Probes.arguments();
    }

    @Override
    public ProbeResult look(ProbeArguments arguments, Session session) {
        String address = arguments.text("PublicIp");
        String name = arguments.text("GroupName");
        List<String> members = ServerGroups.in(session).named(name).map(ServerGroup::members).orElse(List.of()).stream()
                .map(ServerGroup.Member::instanceId)
                .toList();
        Optional<String> holder = Ec2.in(session).addressHolder(address);
        return new ProbeResult(
                holder.filter(members::contains).isPresent(),
                address,
                "attached to the server of " + name
                        + (members.isEmpty() ? ", which has none" : ", " + String.join(", ", members)),
                holder.map(instance -> "attached to " + instance).orElse("attached to no instance"));
    }
}
