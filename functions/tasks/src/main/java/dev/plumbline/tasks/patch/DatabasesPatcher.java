package dev.plumbline.tasks.patch;

import static java.util.stream.Collectors.toMap;

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
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Databases of RDS. Replicas come before their source, since a source must not be ahead of its replicas; a source gets
 * a snapshot first. Maintenance is left to the instance's own maintenance window where that opens in ours. Versions go
 * through the stack.
 */
final class DatabasesPatcher implements Patcher {

    static final String MAINTENANCE = "maintenance";
    static final String VERSION = "engine-version";

    private static final Set<String> SECURITY = Set.of("system-update", "os-upgrade", "ca-certificate-rotation");
    private static final String MINOR = "db-upgrade";
    private static final int MAINTENANCE_MINUTES = 45;

    private final DatabaseVersions versions = new DatabaseVersions();

    @Override
    public PatchKind kind() {
        return PatchKind.DATABASES;
    }

    @Override
    public Set<Operation> operations() {
        return Set.of(
                Operation.DESCRIBE_DB_INSTANCES,
                Operation.DESCRIBE_PENDING_MAINTENANCE,
                Operation.DESCRIBE_ENGINE_VERSIONS,
                Operation.APPLY_MAINTENANCE,
                Operation.CREATE_DB_SNAPSHOT,
                Operation.DESCRIBE_DB_SNAPSHOTS);
    }

    @Override
    public List<Offer> declared(Subject subject) {
        return DatabaseVersions.declared(subject);
    }

    @Override
    public Set<String> declaredKinds() {
        return Set.of(VERSION);
    }

    /** Two requests; where minor versions are wanted, what RDS offers is asked once in a run. */
    @Override
    public List<Offer> look(Subject subject, Account account) {
        String source = subject.output("Database");
        List<String> ids = Stream.concat(subject.outputs("Replicas").stream(), Stream.of(source))
                .filter(id -> !id.isEmpty())
                .toList();
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<String, Answer> instances =
                account.ask(filtered(Operation.DESCRIBE_DB_INSTANCES, ids)).items("DBInstances").stream()
                        .collect(toMap(instance -> instance.text("DBInstanceIdentifier"), instance -> instance));
        List<Answer> pending = account.ask(filtered(Operation.DESCRIBE_PENDING_MAINTENANCE, ids))
                .items("PendingMaintenanceActions");
        List<Offer> offers = new ArrayList<>();
        for (String id : ids) {
            Optional.ofNullable(instances.get(id))
                    .ifPresent(instance -> offers.addAll(maintenance(subject, instance, pending, id.equals(source))));
        }
        Optional.ofNullable(instances.get(source))
                .ifPresent(instance -> offers.addAll(versions.look(subject, instance, instances, account)));
        return offers;
    }

    private static List<Offer> maintenance(Subject subject, Answer instance, List<Answer> pending, boolean source) {
        String id = instance.text("DBInstanceIdentifier");
        String arn = instance.text("DBInstanceArn");
        return pending.stream()
                .filter(resource -> resource.text("ResourceIdentifier").equals(arn))
                .flatMap(resource -> resource.items("PendingMaintenanceActionDetails").stream())
                .map(action -> action.text("Action"))
                .map(action -> Offer.of(
                        subject,
                        new PatchStep(
                                subject.stack().stack(),
                                PatchKind.DATABASES.word(),
                                MAINTENANCE,
                                id + "/" + action,
                                instance.text("EngineVersion"),
                                action,
                                "apply " + action + " to the database " + id + (source ? ", after a snapshot" : ""),
                                MAINTENANCE_MINUTES,
                                new TreeMap<>(),
                                new TreeMap<>(Map.of(
                                        "id",
                                        id,
                                        "arn",
                                        arn,
                                        "source",
                                        Boolean.toString(source),
                                        "opens",
                                        instance.text("PreferredMaintenanceWindow")))),
                        policy(action)))
                .toList();
    }

    private static PatchPolicy policy(String action) {
        if (SECURITY.contains(action)) {
            return PatchPolicy.SECURITY;
        }
        return action.equals(MINOR) ? PatchPolicy.MINOR : PatchPolicy.ALL;
    }

    @Override
    public void apply(PatchStep step, String run, Optional<Opening> opening, Account account) {
        if (step.detail("source").equals("true")) {
            snapshot(step, run, account);
        }
        if (step.kind().equals(MAINTENANCE)) {
            boolean suffices = opening.filter(open -> MaintenanceWindow.opensWithin(
                            step.detail("opens"), account.now(), open, Duration.ofMinutes(MAINTENANCE_MINUTES)))
                    .isPresent();
            account.ask(Call.of(Operation.APPLY_MAINTENANCE)
                    .with("ResourceIdentifier", step.detail("arn"))
                    .with("ApplyAction", step.to())
                    .with("OptInType", suffices ? "next-maintenance" : "immediate"));
        }
    }

    /** Nothing is done to a source before there is a way back. */
    private static void snapshot(PatchStep step, String run, Account account) {
        String name = "plumbline-" + step.token(run);
        account.ask(Call.of(Operation.CREATE_DB_SNAPSHOT)
                .with("DBInstanceIdentifier", step.detail("id"))
                .with("DBSnapshotIdentifier", name));
        String status = account
                .ask(Call.of(Operation.DESCRIBE_DB_SNAPSHOTS).with("DBSnapshotIdentifier", name))
                .items("DBSnapshots")
                .stream()
                .map(snapshot -> snapshot.text("Status"))
                .findFirst()
                .orElse("creating");
        if (status.equals("failed")) {
            throw new Stalled("The snapshot " + name + " of " + step.detail("id")
                    + " failed: nothing was done to the database. Look at it in RDS.");
        }
        if (!status.equals("available")) {
            throw new Waiting("the snapshot " + name + " is " + status);
        }
    }

    @Override
    public boolean applied(PatchStep step, Account account) {
        List<String> ids = step.kind().equals(MAINTENANCE)
                ? List.of(step.detail("id"))
                : List.of(step.detail("ids").split(",", -1));
        List<Answer> instances =
                account.ask(filtered(Operation.DESCRIBE_DB_INSTANCES, ids)).items("DBInstances");
        for (Answer instance : instances) {
            judge(instance);
        }
        if (step.kind().equals(VERSION)) {
            return instances.stream()
                    .noneMatch(instance -> VersionOrder.above(step.to(), instance.text("EngineVersion")));
        }
        boolean waits =
                account
                        .ask(filtered(Operation.DESCRIBE_PENDING_MAINTENANCE, ids))
                        .items("PendingMaintenanceActions")
                        .stream()
                        .filter(resource -> resource.text("ResourceIdentifier").equals(step.detail("arn")))
                        .flatMap(resource -> resource.items("PendingMaintenanceActionDetails").stream())
                        .anyMatch(action -> action.text("Action").equals(step.to()));
        if (waits) {
            throw new Waiting(step.to() + " of " + step.detail("id") + " is under way");
        }
        return true;
    }

    /** Maintenance that is listed may be under way or not begun. */
    @Override
    public boolean tookEffect(PatchStep step, Account account) {
        return step.kind().equals(VERSION) && Patcher.super.tookEffect(step, account);
    }

    private static void judge(Answer instance) {
        String id = instance.text("DBInstanceIdentifier");
        String status = instance.text("DBInstanceStatus");
        if (status.equals("failed") || status.startsWith("incompatible-") || status.equals("storage-full")) {
            throw new Stalled("The database " + id + " is " + status
                    + ". Look at its events in RDS; the snapshot that was taken first is the way back.");
        }
        if (!status.equals("available") && !status.equals("storage-optimization")) {
            throw new Waiting("the database " + id + " is " + status);
        }
    }

    private static Call filtered(Operation operation, List<String> ids) {
        Call call = Call.of(operation).with("Filters.Filter.1.Name", "db-instance-id");
        for (int index = 0; index < ids.size(); index++) {
            call = call.with("Filters.Filter.1.Values.Value." + (index + 1), ids.get(index));
        }
        return call;
    }
}
