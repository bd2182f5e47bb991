package dev.plumbline.accounts.probes;

import dev.plumbline.accounts.clusters.ClusterPart;
import dev.plumbline.accounts.clusters.Clusters;
import dev.plumbline.accounts.session.Session;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether some add-ons of a cluster are there, and all that it has do what they should. */
final class ClusterAddonsActive implements Probe {

    @Override
    public String name() {
        return "cluster-addons-active";
    }

    @Override
    public SortedSet<String> required() {
        return Probes.arguments("AddonNames", "ClusterName");
    }

    @Override
    public SortedSet<String> optional() {
        return Probes.arguments();
    }

    @Override
    public ProbeResult look(ProbeArguments arguments, Session session) {
        String cluster = arguments.text("ClusterName");
        List<ClusterPart> addons = Clusters.in(session).addons(cluster);
        Set<String> there = addons.stream().map(ClusterPart::name).collect(Collectors.toSet());
        List<String> missing = arguments.texts("AddonNames").stream()
                .filter(name -> !there.contains(name))
                .toList();
        List<ClusterPart> sick =
                addons.stream().filter(addon -> !addon.healthy()).toList();
        String expected = "every add-on there and ACTIVE, without issues";
        if (missing.isEmpty() && sick.isEmpty()) {
            return new ProbeResult(true, cluster, expected, addons.size() + " active");
        }
        return new ProbeResult(
                false,
                cluster + ": "
                        + Stream.concat(missing.stream(), sick.stream().map(ClusterPart::name))
                                .collect(Collectors.joining(", ")),
                expected,
                Stream.concat(
                                missing.stream().map(name -> name + " is missing"),
                                sick.stream().map(ClusterPart::toString))
                        .collect(Collectors.joining("; ")));
    }
}
