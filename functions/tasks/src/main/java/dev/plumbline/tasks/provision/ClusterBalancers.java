package dev.plumbline.tasks.provision;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.plumbline.accounts.balancers.Balancer;
import dev.plumbline.accounts.balancers.Balancers;
import dev.plumbline.accounts.stacks.StackResource;
import dev.plumbline.failure.Waiting;
import java.util.List;

/**
 * The load balancers that the clusters of a stack have made for what runs on them. No stack knows of them: they would
 * outlive their cluster, and their interfaces keep its network from being removed. So they go before it.
 */
final class ClusterBalancers {

    private static final String CLUSTER = "AWS::EKS::Cluster";

    private final Balancers balancers;

    ClusterBalancers(Balancers balancers) {
        this.balancers = requireNonNull(balancers, "balancers is null");
    }

    /**
     * Returns what of it goes with a stack, in words; empty where there is nothing. Asks nothing where no cluster goes.
     */
    String told(Departure departure) {
        List<Balancer> standing = standing(departure);
        return standing.isEmpty()
                ? ""
                : "; before it, the load balancers that its cluster has made: "
                        + standing.stream().map(Balancer::name).collect(joining(", "));
    }

    /**
     * Returns once none is there.
     *
     * @throws Waiting as long as any is
     */
    void remove(Departure departure) {
        List<Balancer> standing = standing(departure);
        if (!standing.isEmpty()) {
            standing.forEach(balancers::delete);
            throw new Waiting("Load balancers that the cluster has made are being removed: "
                    + standing.stream().map(Balancer::name).collect(joining(", ")));
        }
    }

    private List<Balancer> standing(Departure departure) {
        return departure.resources().stream()
                .filter(resource -> resource.type().equals(CLUSTER))
                .map(StackResource::physicalId)
                .flatMap(cluster -> balancers.ofCluster(cluster).stream())
                .toList();
    }
}
