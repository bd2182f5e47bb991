package dev.plumbline.accounts.probes;

import static java.util.stream.Collectors.joining;

import dev.plumbline.accounts.ec2.Ec2;
import dev.plumbline.accounts.ec2.OpenPort;
import dev.plumbline.accounts.groups.ServerGroup;
import dev.plumbline.accounts.groups.ServerGroups;
import dev.plumbline.accounts.session.Session;
import java.util.List;
import java.util.SortedSet;

/**
 * Whether the servers of an Auto Scaling group let in one port and nothing else, whichever security groups they have.
 */
final class OnlyPortOpen implements Probe {

    @Override
    public String name() {
        return "only-port-open";
    }

    @Override
    public SortedSet<String> required() {
        return Probes.arguments("GroupName", "Port", "Protocol");
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
        String name = arguments.text("GroupName");
        String protocol = arguments.text("Protocol");
        String port = arguments.text("Port");
        List<String> instances =
                ServerGroups.in(session).named(name).map(ServerGroup::members).orElse(List.of()).stream()
                        .map(ServerGroup.Member::instanceId)
                        .toList();
        List<OpenPort> open = Ec2.in(session).openPorts(instances);
        List<OpenPort> others =
                open.stream().filter(rule -> !rule.isOnly(protocol, port)).toList();
        String expected = protocol + " " + port + " and nothing else";
        if (others.isEmpty() && !open.isEmpty()) {
            return new ProbeResult(true, name, expected, "nothing else");
        }
        return new ProbeResult(
                false,
                open.isEmpty()
                        ? name
                        : others.stream().map(OpenPort::groupId).distinct().collect(joining(", ")),
                expected,
                open.isEmpty()
                        ? "nothing is let in"
                        : others.stream().map(OpenPort::toString).collect(joining("; ")));
    }
}
