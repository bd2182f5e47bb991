package dev.plumbline.journeys;

import static dev.plumbline.cli.local.LocalAccount.DEV;
import static dev.plumbline.cli.local.LocalAccount.PROD;
import static dev.plumbline.cli.local.LocalAccount.STAGE;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plumbline.accounts.calls.Call;
import dev.plumbline.accounts.calls.Calls;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Patch;
import dev.plumbline.accounts.ledger.PatchStatus;
import dev.plumbline.cli.local.LocalAccount;
import dev.plumbline.estate.TargetKey;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.ScheduleSummary;

/** What runs is patched, wave by wave, and seen to be well afterwards. */
@ExtendWith(LocalDefault.class)
class PatchJourneyTest {

    private static final String REGION = "eu-west-1";
    private static final String UPDATE = "system-update";

    private final Journey journey;

    PatchJourneyTest(Journey journey) {
        this.journey = journey;
    }

    @BeforeEach
    void restore() {
        journey.restore();
    }

    @AfterEach
    void mend() {
        journey.organization().emulator().mendResources();
        boolean patched = List.of(DEV, PROD).stream()
                .anyMatch(account -> !"17.6".equals(windowed(account).get("EngineVersion")));
        if (patched) {
            // On AWS no version goes back; the other journeys begin with those of the example.
            journey.push(journey.baseline().askingNobody());
        }
    }

    @Test
    void patch_maintenanceInThreeWaves_isAppliedInOrderAndTheNextRunChangesNothing() {
        pending(DEV, "Database");
        pending(STAGE, "Database");
        pending(PROD, "Database");
        pending(PROD, "ReplicaA");

        String foreseen = journey.command("patch", "--now", "--dry-run");
        assertThat(foreseen).startsWith("0\n").contains("nothing was applied").contains("dev-app/" + UPDATE);
        assertThat(patches(PROD))
                .as(foreseen)
                .isNotEmpty()
                .allSatisfy(patch -> assertThat(patch.status()).isEqualTo(PatchStatus.BLOCKED));

        String told = journey.command("patch", "--now");
        journey.settle();

        assertThat(told).startsWith("0\n").contains("4 applied, 0 went wrong, 0 wait");
        List<Patch> applied = List.of(DEV, STAGE, PROD).stream()
                .flatMap(account -> patches(account).stream())
                .sorted(Comparator.comparing(patch -> patch.startedAt().orElseThrow()))
                .toList();
        assertThat(applied)
                .extracting(Patch::subject)
                .containsExactly(
                        "dev-app/" + UPDATE,
                        "stage-app/" + UPDATE,
                        "prod-app-replica-a/" + UPDATE,
                        "prod-app/" + UPDATE);
        assertThat(journey.ledger().patches().applied(target(PROD), 10)).hasSize(2);
        assertThat(journey.target(PROD).lease()).isEmpty();
        assertThat(journey.command("patches")).startsWith("0\nnothing to patch was seen");
        assertThat(journey.reconcile("after-" + System.nanoTime()).outcome()).isEqualTo(Outcome.UNCHANGED);
    }

    @Test
    void patch_pushedVersionOfDatabases_waitsForTheWindowAndGoesThroughTheStack() {
        Ended pushed = journey.push(withVersion(Windows.CLOSED, "17.7"));

        assertThat(pushed.outcome().good()).as(pushed.run().toString()).isTrue();
        assertThat(pushed.changed()).isEmpty();
        assertThat(windowed(PROD)).containsEntry("EngineVersion", "17.6");
        assertThat(journey.command("patch")).startsWith("0\n").contains("0 applied");
        assertThat(windowed(DEV)).containsEntry("EngineVersion", "17.6");

        journey.push(withVersion(Windows.OPEN, "17.7"));
        fireWindow();

        assertThat(versions(DEV)).containsExactly(Map.entry("dev-app", "17.7"));
        assertThat(versions(PROD))
                .as(journey.command("patches") + journey.command("patches", "--done"))
                .containsOnly(Map.entry("prod-app", "17.7"), Map.entry("prod-app-replica-a", "17.7"));
        assertThat(journey.ledger().patches().applied(target(PROD), 2))
                .extracting(Patch::subject, Patch::from, Patch::to)
                .containsExactly(tuple("prod-app", "17.6", "17.7"), tuple("replicas of prod-app", "17.6", "17.7"));
        assertThat(windowed(PROD)).containsEntry("EngineVersion", "17.7").containsEntry("ReplicaEngineVersion", "17.7");
        assertThat(journey.command("patches")).startsWith("0\nnothing to patch was seen");
        assertThat(journey.reconcile("after-" + System.nanoTime()).outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(journey.scheduled("prod").outcome()).isEqualTo(Outcome.UNCHANGED);
    }

    private LiveTree withVersion(String window, String version) {
        LiveTree tree = journey.baseline();
        for (String environment : List.of("dev", "prod")) {
            tree.replace(environment, "EngineVersion: \"17.6\"", "EngineVersion: \"" + version + "\"");
        }
        return Windows.in(tree, window, "security");
    }

    /** Lets the schedules of all windows fire, and waits for what they start. */
    private void fireWindow() {
        SchedulerClient scheduler =
                journey.administrator(LocalAccount.hub()).client(SchedulerClient.class, SchedulerClient::builder);
        List<String> names = scheduler.listSchedules(request -> request.groupName("plumbline")).schedules().stream()
                .map(ScheduleSummary::name)
                .filter(name -> name.contains("-window-"))
                .toList();
        assertThat(names).isNotEmpty();
        names.forEach(name -> assertThat(journey.organization()
                        .emulator()
                        .fire(LocalAccount.hub().id(), REGION, name))
                .isEqualTo(1));
        journey.settle();
    }

    private Map<String, String> windowed(LocalAccount account) {
        return journey.ledger()
                .stacks()
                .read(Journey.stack(account, "database"))
                .windowed();
    }

    /** The versions of an account's databases, as RDS tells them. */
    private Map<String, String> versions(LocalAccount account) {
        return Calls.in(journey.administrator(account))
                .ask(Call.of(Operation.DESCRIBE_DB_INSTANCES))
                .orElseThrow()
                .items("DBInstances")
                .stream()
                .collect(toMap(each -> each.text("DBInstanceIdentifier"), each -> each.text("EngineVersion")));
    }

    private void pending(LocalAccount account, String logicalId) {
        Map<String, ?> action = Map.of("Action", UPDATE, "Description", "New Operating System update");
        journey.organization()
                .emulator()
                .breakResource(Map.of(
                        "account",
                        account.id(),
                        "region",
                        REGION,
                        "stack",
                        "estate-database",
                        "logicalId",
                        logicalId,
                        "set",
                        Map.of("_Maintenance", List.of(action))));
    }

    private List<Patch> patches(LocalAccount account) {
        return journey.ledger().patches().of(target(account));
    }

    private static TargetKey target(LocalAccount account) {
        return new TargetKey(account.id(), REGION);
    }
}
