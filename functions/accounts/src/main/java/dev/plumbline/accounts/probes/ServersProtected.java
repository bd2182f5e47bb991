package dev.plumbline.accounts.probes;

import static java.util.stream.Collectors.joining;

import dev.plumbline.accounts.ec2.Ec2;
import dev.plumbline.accounts.ec2.Instance;
import dev.plumbline.accounts.groups.ServerGroup;
import dev.plumbline.accounts.groups.ServerGroups;
import dev.plumbline.accounts.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/**
 * Whether the servers of an Auto Scaling group tell their metadata only to who has a token (IMDSv2), and keep what they
 * have on encrypted volumes. A launch template says so, but cannot be read, and an instance can be changed after
 * launch.
 */
final class ServersProtected implements Probe {

    @Override
    public String name() {
        return "servers-protected";
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
        List<String> members = ServerGroups.in(session).named(name).map(ServerGroup::members).orElse(List.of()).stream()
                .map(ServerGroup.Member::instanceId)
                .toList();
        List<Instance> instances = Ec2.in(session).instances(members);
        String expected = "IMDSv2 required and every volume encrypted";
        if (instances.isEmpty()) {
            return new ProbeResult(false, name, expected, "no server");
        }
        List<Instance> open =
                instances.stream().filter(each -> !faults(each).isEmpty()).toList();
        return open.isEmpty()
                ? new ProbeResult(true, name, expected, instances.size() + " protected")
                : new ProbeResult(
                        false,
                        open.stream().map(Instance::id).collect(joining(", ")),
                        expected,
                        open.stream().flatMap(each -> faults(each).stream()).collect(joining("; ")));
    }

    private static List<String> faults(Instance instance) {
        List<String> faults = new ArrayList<>();
        if (!instance.tokensRequired()) {
            faults.add(instance.id() + " answers IMDSv1");
        }
        instance.openVolumes().forEach(volume -> faults.add(volume + " is not encrypted"));
        if (instance.volumes() == 0) {
            faults.add(instance.id() + " has no volume");
        }
        return faults;
    }
}
