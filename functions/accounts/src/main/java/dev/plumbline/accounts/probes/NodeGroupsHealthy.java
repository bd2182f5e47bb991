package dev.plumbline.accounts.probes;

import dev.plumbline.accounts.clusters.ClusterPart;
import dev.plumbline.accounts.clusters.Clusters;
import dev.plumbline.accounts.session.Session;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** Whether the node groups of a cluster are healthy. A cluster without any passes: EKS runs its nodes. */
final class NodeGroupsHealthy implements Probe {

    @Override
    public String name() {
        return "node-groups-healthy";
    }

    @Override
    public SortedSet<String> required() {
        return Probes.arguments("ClusterName");
    }

    @Override
    public SortedSet<String> optional() {
        return Probes.arguments();
    }

    @Override
    public ProbeResult look(ProbeArguments arguments, Session session) {
        String cluster = arguments.text("ClusterName");
        List<ClusterPart> groups = Clusters.in(session).nodeGroups(cluster);
        List<ClusterPart> sick =
                groups.stream().filter(group -> !group.healthy()).toList();
        return new ProbeResult(
                sick.isEmpty(),
                sick.isEmpty()
                        ? cluster
                        : cluster + ": " + sick.stream().map(ClusterPart::name).collect(Collectors.joining(", ")),
                "every node group ACTIVE, without issues",
                sick.isEmpty()
                        ? groups.size() + " healthy"
                        : sick.stream().map(ClusterPart::toString).collect(Collectors.joining("; ")));
    }
}
