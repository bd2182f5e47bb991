package dev.plumbline.tasks.patch;

import dev.plumbline.accounts.calls.Answer;
import dev.plumbline.accounts.calls.Call;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.estate.patching.Opening;
import dev.plumbline.estate.patching.PatchKind;
import dev.plumbline.estate.patching.PatchPolicy;
import dev.plumbline.estate.patching.VersionOrder;
import dev.plumbline.failure.Stalled;
import dev.plumbline.failure.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Clusters of EKS: the control plane to the declared version, one minor version at a time and only with no insight
 * against it; then add-ons and nodes, once the control plane is there. Each keeps what else the stack says of it.
 */
final class ClusterPatcher implements Patcher {

    static final String CONTROL_PLANE = "control-plane";
    static final String ADDON = "addon";
    static final String NODES = "node-image";
    static final String NODE_AGE = "node-age";
    static final String SUPPORT = "support";

    private static final Duration SUPPORT_NOTICE = Duration.ofDays(90);

    private final Catalog catalog = new Catalog();
    private final ClusterNodes nodes = new ClusterNodes(catalog);
    private final ClusterAddons addons = new ClusterAddons(catalog);
    private final Insights insights = new Insights();

    @Override
    public PatchKind kind() {
        return PatchKind.CLUSTER;
    }

    @Override
    public Set<Operation> operations() {
        return Set.of(
                Operation.DESCRIBE_CLUSTER,
                Operation.DESCRIBE_CLUSTER_VERSIONS,
                Operation.DESCRIBE_ADDON_VERSIONS,
                Operation.LIST_ADDONS,
                Operation.DESCRIBE_ADDON,
                Operation.UPDATE_ADDON,
                Operation.LIST_NODEGROUPS,
                Operation.DESCRIBE_NODEGROUP,
                Operation.UPDATE_NODEGROUP,
                Operation.START_INSIGHTS_REFRESH,
                Operation.DESCRIBE_INSIGHTS_REFRESH,
                Operation.LIST_INSIGHTS,
                Operation.GET_PARAMETER,
                Operation.DESCRIBE_INSTANCES);
    }

    /**
     * Three requests where nothing is to be patched and add-ons and nodes were seen at their newest before; one more
     * for each that was not. What EKS offers is asked once in a run.
     */
    @Override
    public List<Offer> look(Subject subject, Account account) {
        String name = subject.output("Cluster");
        Answer cluster = name.isEmpty() ? Answer.nothing() : described(name, account);
        if (!cluster.has("version")) {
            return List.of();
        }
        String live = cluster.text("version");
        List<Offer> offers = new ArrayList<>(support(subject, name, live, account));
        Optional<Offer> upgrade = upgrade(subject, name, live, account);
        upgrade.ifPresent(offers::add);
        if (upgrade.isEmpty() || !upgrade.get().obstacle().isEmpty()) {
            offers.addAll(addons.look(subject, name, live, account));
            offers.addAll(nodes.look(subject, name, cluster, account));
        }
        return offers;
    }

    private static Answer described(String name, Account account) {
        return account.ask(Call.of(Operation.DESCRIBE_CLUSTER).with("name", name))
                .at("cluster");
    }

    private List<Offer> support(Subject subject, String name, String live, Account account) {
        return catalog
                .supportEnds(live, account)
                .filter(ends -> ends.isBefore(account.now().plus(SUPPORT_NOTICE)))
                .map(ends -> Offer.toldOnly(
                        subject,
                        step(
                                subject,
                                SUPPORT,
                                name,
                                live,
                                "ends " + ends,
                                "standard support of Kubernetes " + live + " ends at " + ends
                                        + ": declare a newer Version at "
                                        + subject.stack().at(),
                                5,
                                Map.of())))
                .stream()
                .toList();
    }

    @Override
    public List<Offer> declared(Subject subject) {
        String name = subject.output("Cluster");
        String live = subject.deployed("Version");
        return name.isEmpty() || live.isEmpty()
                ? List.of()
                : next(subject, name, live).stream().toList();
    }

    @Override
    public Set<String> declaredKinds() {
        return Set.of(CONTROL_PLANE);
    }

    private Optional<Offer> upgrade(Subject subject, String name, String live, Account account) {
        return next(subject, name, live)
                .map(offer ->
                        offer.blockedBy(insights.against(name, offer.step().to(), account)));
    }

    private static Optional<Offer> next(Subject subject, String name, String live) {
        String declared = subject.declared("Version");
        if (!subject.patching().windowed() || declared.isEmpty() || !VersionOrder.above(declared, live)) {
            return Optional.empty();
        }
        int dot = live.indexOf('.');
        String next = live.substring(0, dot + 1) + (Integer.parseInt(live.substring(dot + 1)) + 1);
        String parameter = subject.parameter("Version").orElseThrow();
        PatchStep step = new PatchStep(
                subject.stack().stack(),
                PatchKind.CLUSTER.word(),
                CONTROL_PLANE,
                name,
                live,
                next,
                "upgrade the control plane of " + name + " from Kubernetes " + live + " to " + next,
                60,
                new TreeMap<>(Map.of(parameter, next)),
                new TreeMap<>(Map.of("cluster", name)));
        return Optional.of(Offer.of(subject, step, PatchPolicy.NONE).heldBy(parameter));
    }

    /** A step on a cluster. */
    static PatchStep step(
            Subject subject,
            String kind,
            String what,
            String from,
            String to,
            String says,
            int minutes,
            Map<String, String> with) {
        SortedMap<String, String> all = new TreeMap<>(with);
        all.put("cluster", subject.output("Cluster"));
        return new PatchStep(
                subject.stack().stack(),
                PatchKind.CLUSTER.word(),
                kind,
                what,
                from,
                to,
                says,
                minutes,
                new TreeMap<>(),
                all);
    }

    @Override
    public void apply(PatchStep step, String run, Optional<Opening> opening, Account account) {
        switch (step.kind()) {
            case CONTROL_PLANE -> {
                String obstacle = insights.against(step.detail("cluster"), step.to(), account);
                if (!obstacle.isEmpty()) {
                    throw new Stalled("The control plane was left as it is: " + obstacle);
                }
            }
            case ADDON -> addons.update(step, run, account);
            case NODES -> nodes.update(step, run, account);
            default -> throw new Stalled("Nothing can be applied of the kind " + step.kind() + ".");
        }
    }

    @Override
    public boolean applied(PatchStep step, Account account) {
        return switch (step.kind()) {
            case ADDON -> addons.applied(step, account);
            case NODES -> nodes.applied(step, account);
            default -> upgraded(step, account);
        };
    }

    private static boolean upgraded(PatchStep step, Account account) {
        Answer cluster = described(step.detail("cluster"), account);
        judge("the cluster " + step.detail("cluster"), cluster);
        return cluster.text("version").equals(step.to());
    }

    /** Waits for what is being changed; what has failed is left to a person. */
    static void judge(String what, Answer part) {
        if (!part.has("status")) {
            throw new Stalled("After the update " + what + " is gone: somebody has removed it meanwhile.");
        }
        String status = part.text("status");
        if (status.equals("UPDATING") || status.equals("CREATING")) {
            throw new Waiting(what + " is " + status);
        }
        if (!status.equals("ACTIVE")) {
            List<String> issues = part.at("health").items("issues").stream()
                    .map(issue -> issue.text("code") + " " + issue.text("message"))
                    .toList();
            throw new Stalled("After the update " + what + " is " + status + ": " + String.join("; ", issues));
        }
    }
}
