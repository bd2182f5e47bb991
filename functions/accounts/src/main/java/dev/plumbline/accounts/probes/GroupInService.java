package dev.plumbline.accounts.probes;

import dev.plumbline.accounts.ec2.Ec2;
import dev.plumbline.accounts.groups.ServerGroup;
import dev.plumbline.accounts.groups.ServerGroups;
import dev.plumbline.accounts.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** Whether an Auto Scaling group has as many servers as it should, and all of them serve and pass their checks. */
final class GroupInService implements Probe {

    @Override
    public String name() {
        return "group-in-service";
    }

    @Override
    public SortedSet<String> required() {
        return Probes.arguments("GroupName");
    }

    @Override
    public SortedSet<String> optional() {
        return Probes.arguments();
    }

    @Override
    public ProbeResult look(ProbeArguments arguments, Session session) {
        String name = arguments.text("GroupName");
        Optional<ServerGroup> found = ServerGroups.in(session).named(name);
        if (found.isEmpty()) {
            return new ProbeResult(false, name, "a group whose servers serve", "no such group");
        }
        ServerGroup group = found.get();
        String expected = group.desired() + " in service, healthy, with passing status checks";
        List<String> faults = new ArrayList<>();
        if (group.desired() == 0 || group.members().size() != group.desired()) {
            faults.add(group.members().size() + " servers, " + group.desired() + " desired");
        }
        group.members().stream()
                .filter(member -> !member.serves())
                .map(member -> member.instanceId() + " is " + member.lifecycle() + ", " + member.health())
                .forEach(faults::add);
        Ec2.in(session)
                .failingStatusChecks(group.serving())
                .forEach((instance, check) -> faults.add(instance + " has " + check));
        return faults.isEmpty()
                ? new ProbeResult(true, name, expected, String.join(", ", group.serving()) + " in service")
                : new ProbeResult(false, name, expected, String.join("; ", faults));
    }
}
