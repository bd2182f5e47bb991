package dev.plumbline.accounts.probes;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import dev.plumbline.accounts.clusters.Access;
import dev.plumbline.accounts.clusters.Clusters;
import dev.plumbline.accounts.session.Session;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whether the access entries of a cluster are those that are declared, with the policies that are declared. Entries
 * that EKS makes by itself are its service-linked role's and the nodes', which may have no policy but that of nodes.
 */
final class ClusterAccessAsDeclared implements Probe {

    private static final String OF_NODES = "AmazonEKSAutoNodePolicy";

    @Override
    public String name() {
        return "cluster-access-as-declared";
    }

    @Override
    public SortedSet<String> required() {
        return Probes.arguments("AccessEntries", "ClusterName", "NodeRoleArn");
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
        String cluster = arguments.text("ClusterName");
        String nodes = arguments.text("NodeRoleArn");
        Map<String, Access> declared = arguments.texts("AccessEntries").stream()
                .map(Access::declared)
                .collect(toMap(Access::principal, identity(), (one, other) -> other, TreeMap::new));
        Map<String, Access> live = Clusters.in(session).accesses(cluster).stream()
                .filter(access -> !ofEks(access, nodes))
                .collect(toMap(Access::principal, identity(), (one, other) -> other, TreeMap::new));
        SortedSet<String> astray = new TreeSet<>(declared.keySet());
        astray.addAll(live.keySet());
        astray.removeIf(principal -> Objects.equals(declared.get(principal), live.get(principal)));
        return astray.isEmpty()
                ? new ProbeResult(true, cluster, "the declared access entries", live.size() + " as declared")
                : new ProbeResult(
                        false,
                        cluster + ": " + String.join(", ", astray),
                        told(List.copyOf(astray), declared),
                        told(List.copyOf(astray), live));
    }

    private static boolean ofEks(Access access, String nodes) {
        return access.principal().contains(":role/aws-service-role/")
                || (access.principal().equals(nodes) && access.grants().stream().allMatch(OF_NODES::equals));
    }

    private static String told(List<String> principals, Map<String, Access> accesses) {
        return principals.stream()
                .map(principal -> {
                    Access access = accesses.get(principal);
                    return access == null ? principal + ": no entry" : access.toString();
                })
                .collect(joining("; "));
    }
}
