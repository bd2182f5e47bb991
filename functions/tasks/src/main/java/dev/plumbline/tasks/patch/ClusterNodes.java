package dev.plumbline.tasks.patch;

import dev.plumbline.accounts.calls.Answer;
import dev.plumbline.accounts.calls.Call;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.estate.patching.PatchPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The nodes of a cluster. Managed node groups go to the newest release of their image, with the surge that the template
 * states and respecting disruption budgets. Those that EKS runs itself it replaces within 21 days: that is looked at.
 */
final class ClusterNodes {

    private static final Duration OLDEST = Duration.ofDays(22);
    private static final int MINUTES = 120;
    private static final Map<String, String> RELEASES = Map.of(
            "BOTTLEROCKET_ARM_64", "/aws/service/bottlerocket/aws-k8s-%s/arm64/latest/image_version",
            "BOTTLEROCKET_x86_64", "/aws/service/bottlerocket/aws-k8s-%s/x86_64/latest/image_version",
            "AL2023_ARM_64_STANDARD",
                    "/aws/service/eks/optimized-ami/%s/amazon-linux-2023/arm64/standard/recommended/release_version",
            "AL2023_x86_64_STANDARD",
                    "/aws/service/eks/optimized-ami/%s/amazon-linux-2023/x86_64/standard/recommended/release_version");

    private final Catalog catalog;

    ClusterNodes(Catalog catalog) {
        this.catalog = catalog;
    }

    List<Offer> look(Subject subject, String name, Answer cluster, Account account) {
        boolean automatic = !cluster.at("computeConfig").texts("nodePools").isEmpty();
        return automatic ? old(subject, name, account) : groups(subject, name, cluster, account);
    }

    /**
     * The instances of EKS Auto Mode carry the cluster's name in the tag {@code eks:eks-cluster-name}: the user guide's
     * policy for custom tags lets the cluster's role run instances under that tag alone. Those of node groups do not.
     */
    private static List<Offer> old(Subject subject, String name, Account account) {
        Instant oldest = account.now().minus(OLDEST);
        return account
                .ask(Call.of(Operation.DESCRIBE_INSTANCES)
                        .with("Filter.1.Name", "tag:eks:eks-cluster-name")
                        .with("Filter.1.Value.1", name)
                        .with("Filter.2.Name", "instance-state-name")
                        .with("Filter.2.Value.1", "running"))
                .items("reservationSet")
                .stream()
                .flatMap(reservation -> reservation.items("instancesSet").stream())
                .filter(instance -> Instant.parse(instance.text("launchTime")).isBefore(oldest))
                .map(instance -> Offer.toldOnly(
                        subject,
                        ClusterPatcher.step(
                                subject,
                                ClusterPatcher.NODE_AGE,
                                name + "/" + instance.text("instanceId"),
                                instance.text("launchTime"),
                                "replaced",
                                "the node " + instance.text("instanceId")
                                        + " is older than 21 days: a disruption budget keeps it",
                                5,
                                Map.of())))
                .toList();
    }

    private List<Offer> groups(Subject subject, String name, Answer cluster, Account account) {
        List<Offer> offers = new ArrayList<>();
        for (String group : account.ask(Call.of(Operation.LIST_NODEGROUPS).with("name", name))
                .texts("nodegroups")) {
            if (!isKnownAtNewest(subject, name + "/" + group, cluster.text("version"), account)) {
                Answer live = described(name, group, account);
                newest(live.text("amiType"), cluster.text("version"), account)
                        .map(release -> replacing(subject, name, group, live, release, cluster.text("version")))
                        .ifPresent(offers::add);
            }
        }
        return offers;
    }

    /** The kind of a group's image is not known before it is described; releases of one kind are none of another. */
    private boolean isKnownAtNewest(Subject subject, String what, String version, Account account) {
        boolean known = subject.known().stream()
                .anyMatch(patch -> patch.kind().equals(ClusterPatcher.NODES)
                        && patch.subject().equals(what));
        return known
                && RELEASES.keySet().stream()
                        .sorted()
                        .flatMap(kind -> newest(kind, version, account).stream())
                        .anyMatch(release -> subject.isKnownAt(ClusterPatcher.NODES, what, release));
    }

    private static Offer replacing(
            Subject subject, String cluster, String group, Answer live, String release, String version) {
        PatchStep step = ClusterPatcher.step(
                subject,
                ClusterPatcher.NODES,
                cluster + "/" + group,
                live.text("releaseVersion"),
                release,
                "replace the nodes of " + group + " by those of the newest image",
                MINUTES,
                Map.of("group", group, "version", version));
        return release.equals(live.text("releaseVersion"))
                ? Offer.alreadyThere(subject, step)
                : Offer.of(subject, step, PatchPolicy.SECURITY);
    }

    private Optional<String> newest(String kind, String version, Account account) {
        return Optional.ofNullable(RELEASES.get(kind))
                .map(parameter -> catalog.parameter(parameter.formatted(version), account))
                .filter(release -> !release.isEmpty());
    }

    private static Answer described(String cluster, String group, Account account) {
        return account.ask(Call.of(Operation.DESCRIBE_NODEGROUP)
                        .with("name", cluster)
                        .with("nodegroupName", group))
                .at("nodegroup");
    }

    /** Without force: a pod that its disruption budget keeps fails the update rather than being killed. */
    void update(PatchStep step, String run, Account account) {
        account.ask(Call.of(Operation.UPDATE_NODEGROUP)
                .with("name", step.detail("cluster"))
                .with("nodegroupName", step.detail("group"))
                .with("version", step.detail("version"))
                .with("releaseVersion", step.to())
                .with("clientRequestToken", step.token(run)));
    }

    boolean applied(PatchStep step, Account account) {
        Answer group = described(step.detail("cluster"), step.detail("group"), account);
        ClusterPatcher.judge("the node group " + step.detail("group"), group);
        return group.text("releaseVersion").equals(step.to());
    }
}
