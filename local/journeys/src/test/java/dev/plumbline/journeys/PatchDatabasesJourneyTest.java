package dev.plumbline.journeys;

import static dev.plumbline.cli.local.LocalAccount.DEV;
import static dev.plumbline.cli.local.LocalAccount.PROD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Patch;
import dev.plumbline.accounts.ledger.PatchStatus;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** Databases are patched by themselves and through their stack, whatever comes in between. */
@ExtendWith(LocalDefault.class)
class PatchDatabasesJourneyTest {

    private final Journey journey;
    private final Patching patching;

    PatchDatabasesJourneyTest(Journey journey) {
        this.journey = journey;
        this.patching = new Patching(journey);
    }

    @BeforeEach
    void begin() {
        patching.begin();
    }

    @AfterEach
    void end() {
        patching.end();
    }

    @Test
    void patch_pushedVersionOfDatabases_waitsForTheWindowAndGoesThroughTheStack() {
        Ended pushed = journey.push(withVersion(Windows.CLOSED, "17.7"));

        assertThat(pushed.outcome().good()).as(pushed.run().toString()).isTrue();
        assertThat(pushed.changed()).isEmpty();
        assertThat(patching.windowed(PROD)).containsEntry("EngineVersion", "17.6");
        assertThat(journey.command("patches", "prod"))
                .contains("prod-app: 17.6 -> 17.7", "replicas of prod-app: 17.6 -> 17.7")
                .contains("pending: its window is closed", "window opens 2099-01-01");
        assertThat(journey.command("patch")).startsWith("0\n").contains("0 applied");
        assertThat(patching.windowed(DEV)).containsEntry("EngineVersion", "17.6");

        journey.push(withVersion(Windows.CLOSED, "17.6"));
        assertThat(journey.command("patches")).as("it was taken back").startsWith("0\nnothing to patch was seen");

        journey.push(withVersion(Windows.OPEN, "17.7"));
        patching.fireWindow();

        assertThat(patching.versions(DEV)).containsExactly(Map.entry("dev-app", "17.7"));
        assertThat(patching.versions(PROD))
                .as(journey.command("patches") + journey.command("patches", "--done"))
                .containsOnly(Map.entry("prod-app", "17.7"), Map.entry("prod-app-replica-a", "17.7"));
        assertThat(journey.ledger().patches().applied(Patching.target(PROD), 2))
                .extracting(Patch::subject, Patch::from, Patch::to)
                .containsExactly(tuple("prod-app", "17.6", "17.7"), tuple("replicas of prod-app", "17.6", "17.7"));
        assertThat(patching.windowed(PROD))
                .containsEntry("EngineVersion", "17.7")
                .containsEntry("ReplicaEngineVersion", "17.7");
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

    @Test
    void patch_pushThatComesInTheMiddle_isDeployedAndTheRestFollowsWhatItSays() {
        LiveTree tree = journey.baseline().replace("prod", "EngineVersion: \"17.6\"", "EngineVersion: \"17.7\"");
        journey.push(Windows.in(tree, Windows.OPEN, "security"));
        journey.faults(Map.of("slowStacks", Map.of("estate-database", 4)));
        String run = "middle-" + System.nanoTime();
        journey.organization().deployment().patch(run, List.of(Patching.target(PROD)), false, false, "");
        await().atMost(Duration.ofMinutes(1))
                .until(() -> patching.patches(PROD).stream()
                        .anyMatch(patch -> patch.status() == PatchStatus.RUNNING
                                && patch.subject().startsWith("replicas")));

        String today = LocalDate.now(ZoneId.of("Europe/Berlin")).toString();
        Ended pushed = journey.push(Windows.in(
                journey.baseline()
                        .replace("prod", "EngineVersion: \"17.6\"", "EngineVersion: \"17.7\"")
                        .write("blueprints/journal.yaml", Blueprints.JOURNAL)
                        .addStack("prod", Blueprints.journal("meanwhile", 7)),
                Windows.OPEN,
                "security",
                "blackouts: [{ from: \"" + today + "\", to: \"2099-01-01\", reason: Freeze }]"));
        journey.settle();

        assertThat(pushed.outcome()).as(pushed.run().toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(pushed.changed()).containsExactly("meanwhile");
        assertThat(patching.versions(PROD))
                .as(journey.command("patches", "prod"))
                .containsOnly(Map.entry("prod-app", "17.6"), Map.entry("prod-app-replica-a", "17.7"));
        assertThat(patching.patches(PROD))
                .filteredOn(patch -> patch.subject().equals("prod-app"))
                .extracting(Patch::status, Patch::reason)
                .containsExactly(
                        tuple(PatchStatus.PENDING, "its window is closed: a blackout until 2099-01-01 (Freeze)"));

        journey.push(Windows.in(
                journey.baseline().replace("prod", "EngineVersion: \"17.6\"", "EngineVersion: \"17.7\""),
                Windows.OPEN,
                "security"));
        assertThat(journey.command("patch", "prod")).startsWith("0\n").contains("1 applied, 0 went wrong, 0 wait");
        assertThat(patching.versions(PROD))
                .containsOnly(Map.entry("prod-app", "17.7"), Map.entry("prod-app-replica-a", "17.7"));
    }

    @Test
    void patch_whoseExecutionsAreStopped_isGoneOnWithByTheNextRun() {
        journey.push(Windows.in(
                journey.baseline().replace("dev", "EngineVersion: \"17.6\"", "EngineVersion: \"17.7\""),
                Windows.OPEN,
                "security"));
        patching.pending(DEV, "Database", Map.of("_Sets", Map.of("DBInstanceStatus", "modifying")));
        journey.organization().emulator().forgetRequests();

        String first = startAndStop("stopped while maintenance is under way", Patching.UPDATE);

        assertThat(journey.command("patch", "dev", "--dry-run"))
                .as("nobody forgets it meanwhile")
                .contains("running");
        patching.set(DEV, "Database", Map.of("DBInstanceStatus", "available"));
        journey.faults(Map.of("slowStacks", Map.of("estate-database", 3)));
        String second = startAndStop("stopped while the stack is changed", "engine-version");
        journey.settle();
        journey.faults(Map.of("slowStacks", Map.of()));

        assertThat(patching.patches(DEV))
                .filteredOn(patch -> patch.kind().equals("maintenance"))
                .extracting(Patch::status, Patch::run)
                .containsExactly(tuple(PatchStatus.DONE, second));
        String told = journey.command("patch", "dev");
        assertThat(told).startsWith("0\n").contains("1 applied, 0 went wrong, 0 wait");

        assertThat(patching.versions(DEV)).containsExactly(Map.entry("dev-app", "17.7"));
        assertThat(journey.ledger().patches().applied(Patching.target(DEV), 10))
                .filteredOn(patch -> patch.endedAt().orElseThrow().isAfter(patching.began()))
                .extracting(Patch::kind, Patch::status)
                .containsExactly(tuple("engine-version", PatchStatus.DONE), tuple("maintenance", PatchStatus.DONE));
        Served served = Served.read(journey.organization().emulator().requests());
        assertThat(served.of(DEV, "ApplyPendingMaintenanceAction")).isEqualTo(1);
        assertThat(served.of(DEV, "ExecuteChangeSet")).isEqualTo(1);
        assertThat(served.of(DEV, "CreateDBSnapshot")).as("one before each").isEqualTo(2);
        assertThat(journey.target(DEV).lease()).isEmpty();
        assertThat(journey.ledger().runs().find(first).orElseThrow().outcome()).isNotEqualTo(Outcome.DEPLOYED);
        assertThat(journey.scheduled("dev").outcome()).isEqualTo(Outcome.UNCHANGED);
    }

    /** Starts a run in dev, and stops all executions once a step of a kind or action is under way in AWS. */
    private String startAndStop(String why, String what) {
        String run = "stop-" + System.nanoTime();
        journey.organization().deployment().patch(run, List.of(Patching.target(DEV)), false, false, "");
        await().atMost(Duration.ofMinutes(1))
                .until(() -> patching.patches(DEV).stream()
                        .filter(patch -> patch.run().equals(run) && patch.status() == PatchStatus.RUNNING)
                        .anyMatch(patch -> patch.kind().equals(what)
                                ? new Account(journey.administrator(DEV))
                                        .status("estate-database")
                                        .equals("UPDATE_IN_PROGRESS")
                                : patch.to().equals(what) && isModifying()));
        Stream.of("plumbline-patch", "plumbline-patch-target", "plumbline-reconcile", "plumbline-reconcile-target")
                .map(Patching::machine)
                .flatMap(machine -> patching
                        .workflows()
                        .listExecutions(
                                request -> request.stateMachineArn(machine).statusFilter(ExecutionStatus.RUNNING))
                        .executions()
                        .stream())
                .forEach(execution -> patching.workflows()
                        .stopExecution(request ->
                                request.executionArn(execution.executionArn()).cause(why)));
        journey.settle();
        return run;
    }

    private boolean isModifying() {
        return new Account(journey.administrator(DEV))
                .ask(Operation.DESCRIBE_DB_INSTANCES, "{}").items("DBInstances").stream()
                        .anyMatch(instance -> instance.text("DBInstanceStatus").equals("modifying"));
    }
}
