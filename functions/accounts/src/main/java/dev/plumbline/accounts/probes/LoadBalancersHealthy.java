package dev.plumbline.accounts.probes;

import dev.plumbline.accounts.balancers.Balancer;
import dev.plumbline.accounts.balancers.Balancers;
import dev.plumbline.accounts.balancers.Target;
import dev.plumbline.accounts.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;

/**
 * Whether the load balancers that a cluster made for its Ingresses are active, and something healthy stands behind each
 * target group, nothing unhealthy beside it. They are found by the tag that EKS gives them; a cluster without any
 * passes.
 */
final class LoadBalancersHealthy implements Probe {

    /** The tag that EKS Auto Mode puts on what it makes, and without which it may not touch it. */
    private static final String CLUSTER = "eks:eks-cluster-name";

    /** What comes and goes while pods are replaced is no fault. */
    private static final Set<String> FINE = Set.of("healthy", "initial", "draining");

    @Override
    public String name() {
        return "load-balancers-healthy";
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
        Balancers balancers = Balancers.in(session);
        String cluster = arguments.text("ClusterName");
        List<Balancer> found = balancers.tagged(CLUSTER, cluster);
        List<String> faulty = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        for (Balancer balancer : found) {
            List<String> faults = faults(balancer, balancers.targets(balancer));
            if (!faults.isEmpty()) {
                faulty.add(balancer.name());
                seen.addAll(faults);
            }
        }
        return new ProbeResult(
                faulty.isEmpty(),
                faulty.isEmpty() ? cluster : String.join(", ", faulty),
                "every load balancer active, with healthy targets only",
                faulty.isEmpty() ? found.size() + " healthy" : String.join("; ", seen));
    }

    private static List<String> faults(Balancer balancer, List<Target> targets) {
        List<String> faults = new ArrayList<>();
        if (!balancer.state().equals("active")) {
            faults.add(balancer.name() + " is " + balancer.state());
        }
        if (targets.stream().noneMatch(target -> target.state().equals("healthy"))) {
            faults.add(balancer.name() + " has no healthy target");
        }
        targets.stream()
                .filter(target -> !FINE.contains(target.state()))
                .map(target -> target.group() + " " + target.id() + " is " + target.state()
                        + (target.why().isEmpty() ? "" : ": " + target.why()))
                .forEach(faults::add);
        return faults;
    }
}
