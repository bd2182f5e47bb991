package dev.plumbline.accounts.probes;

import dev.plumbline.accounts.clusters.ClusterPart;
import dev.plumbline.accounts.clusters.Clusters;
import dev.plumbline.accounts.session.Session;
import java.util.Optional;
import java.util.SortedSet;

/** Whether a cluster is there and EKS finds nothing wrong with it. */
final class ClusterActive implements Probe {

    @Override
    public String name() {
        return "cluster-active";
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
        String name = arguments.text("ClusterName");
        Optional<ClusterPart> cluster = Clusters.in(session).named(name);
        return new ProbeResult(
                cluster.map(ClusterPart::healthy).orElse(false),
                name,
                "ACTIVE, without issues",
                cluster.map(ClusterPart::toString).orElse("no such cluster"));
    }
}
