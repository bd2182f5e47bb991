package dev.plumbline.journeys;

import static dev.plumbline.cli.local.LocalAccount.DEV;
import static dev.plumbline.cli.local.LocalAccount.PROD;
import static dev.plumbline.cli.local.LocalAccount.STAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Patch;
import dev.plumbline.accounts.ledger.PatchStatus;
import dev.plumbline.accounts.ledger.Run;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.cli.local.LocalAccount;
import dev.plumbline.estate.TargetKey;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.ScheduleSummary;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;

/** What runs is patched, wave by wave, and seen to be well afterwards. */
@ExtendWith(LocalDefault.class)
class PatchJourneyTest {

    private static final String REGION = "eu-west-1";
    private static final String UPDATE = "system-update";

    private final Journey journey;
    private Instant began = Instant.EPOCH;

    PatchJourneyTest(Journey journey) {
        this.journey = journey;
    }

    @BeforeEach
    void restore() {
        journey.restore();
        if (!journey.releases().areApplied()) {
            applyWhatIsLeft();
        }
        began = Instant.now();
    }

    /** What a test that failed has released stays released, and what runs is behind it. */
    private void applyWhatIsLeft() {
        journey.push(Windows.in(journey.baseline(), Windows.OPEN, "minor"));
        assertThat(journey.command("patch", "--now")).startsWith("0\n").contains("0 wait");
        journey.releases().allApplied();
        journey.push(journey.baseline());
    }

    @AfterEach
    void mend() {
        journey.faults(Map.of("longestWait", 0.05));
        journey.settle();
        journey.organization().emulator().mendResources();
        journey.organization().emulator().clearOffers();
        boolean patched = List.of(DEV, PROD).stream()
                .anyMatch(account -> !"17.6".equals(windowed(account).get("EngineVersion")));
        if (patched) {
            // On AWS no version goes back; the other journeys begin with those of the example.
            journey.push(journey.baseline().askingNobody());
            journey.disturb(PROD, "database", "ReplicaA", Map.of("set", Map.of("EngineVersion", "17.6")));
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
        assertThat(journey.ledger().patches().applied(target(PROD), 2))
                .extracting(Patch::subject)
                .containsExactly("prod-app/" + UPDATE, "prod-app-replica-a/" + UPDATE);
        assertThat(journey.target(PROD).lease()).isEmpty();
        assertThat(journey.command("patches")).startsWith("0\nnothing to patch was seen");
        assertThat(journey.reconcile("after-" + System.nanoTime()).outcome()).isEqualTo(Outcome.UNCHANGED);
    }

    @Test
    void patch_workOfEachKindInThreeWaves_isAppliedWaveByWave() {
        for (LocalAccount account : List.of(DEV, STAGE, PROD)) {
            pending(account, "Database");
        }
        journey.releases().image();
        journey.releases().nodes();

        String told = journey.command("patch", "--now");
        journey.settle();

        assertThat(told).startsWith("0\n").contains("5 applied, 0 went wrong, 0 wait");
        assertThat(patches(LocalAccount.hub())).extracting(Patch::kind).containsExactly("image");
        Instant belowEnded = Instant.MIN;
        for (LocalAccount account : List.of(DEV, STAGE, PROD)) {
            List<Patch> applied = patches(account);
            // In stage and prod EKS runs the nodes itself.
            assertThat(applied)
                    .extracting(Patch::kind)
                    .containsExactlyInAnyOrder(
                            account == DEV ? new String[] {"maintenance", "node-image"} : new String[] {"maintenance"});
            assertThat(applied)
                    .as("begins when the wave below %s has ended", account)
                    .extracting(patch -> patch.startedAt().orElseThrow())
                    .allMatch(Predicate.not(belowEnded::isAfter));
            belowEnded = applied.stream()
                    .map(patch -> patch.endedAt().orElseThrow())
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
        journey.releases().allApplied();
        assertThat(journey.reconcile("after-" + System.nanoTime()).outcome()).isEqualTo(Outcome.UNCHANGED);
    }

    @Test
    void patch_pushedVersionOfDatabases_waitsForTheWindowAndGoesThroughTheStack() {
        Ended pushed = journey.push(withVersion(Windows.CLOSED, "17.7"));

        assertThat(pushed.outcome().good()).as(pushed.run().toString()).isTrue();
        assertThat(pushed.changed()).isEmpty();
        assertThat(windowed(PROD)).containsEntry("EngineVersion", "17.6");
        assertThat(journey.command("patches", "prod"))
                .contains("prod-app: 17.6 -> 17.7", "replicas of prod-app: 17.6 -> 17.7")
                .contains("pending: its window is closed", "window opens 2099-01-01");
        assertThat(journey.command("patch")).startsWith("0\n").contains("0 applied");
        assertThat(windowed(DEV)).containsEntry("EngineVersion", "17.6");

        journey.push(withVersion(Windows.CLOSED, "17.6"));
        assertThat(journey.command("patches")).as("it was taken back").startsWith("0\nnothing to patch was seen");

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

    @Test
    void patch_cluster_goesUpOneVersionAtATimeOnceNothingIsAgainstIt() {
        String gone = "An API that is used is gone.";
        Account dev = new Account(journey.administrator(DEV));
        String nodesBefore = dev.nodeRelease("dev");
        String addonBefore = dev.addonVersion("dev", "coredns");
        String nodes = journey.releases().nodes();
        // Of all clusters only this one has it as an add-on: no other is behind afterwards.
        String addon = journey.releases().addon("coredns");
        offer(Map.of(
                "insights", Map.of("1.35", gone),
                "supportEnds",
                        Map.of("1.34", Instant.now().plus(Duration.ofDays(60)).getEpochSecond())));
        journey.push(upgradingCluster("none"));

        String told = journey.command("patch", "dev");

        assertThat(told).startsWith("0\n").contains("0 applied");
        assertThat(patches(DEV))
                .extracting(Patch::kind, Patch::status, patch -> patch.reason().replaceFirst(" ends at .*", ""))
                .containsExactlyInAnyOrder(
                        tuple(
                                "control-plane",
                                PatchStatus.BLOCKED,
                                "insights of EKS are against it: Deprecated APIs: " + gone),
                        tuple("support", PatchStatus.REPORTED, "standard support of Kubernetes 1.34"),
                        tuple("addon", PatchStatus.WITHHELD, "the policy is none; it takes minor"),
                        tuple("node-image", PatchStatus.WITHHELD, "the policy is none; it takes security"));
        assertThat(journey.command("patches", "dev")).contains("insights of EKS are against it", "the policy is none");

        offer(Map.of("insights", Map.of()));
        journey.push(upgradingCluster("minor"));
        fireWindow();

        assertThat(journey.ledger().patches().applied(target(DEV), 4))
                .as(journey.command("patches", "dev"))
                .extracting(Patch::kind, Patch::from, Patch::to)
                .containsExactly(
                        tuple("node-image", nodesBefore, nodes),
                        tuple("addon", addonBefore, addon),
                        tuple("control-plane", "1.35", "1.36"),
                        tuple("control-plane", "1.34", "1.35"));
        journey.releases().allApplied();
        assertThat(journey.command("patches", "dev")).startsWith("0\nnothing to patch was seen");
        assertThat(journey.scheduled("dev").outcome()).isEqualTo(Outcome.UNCHANGED);
    }

    private LiveTree upgradingCluster(String policy) {
        LiveTree tree = journey.baseline()
                .replace("dev", "Version: \"1.34\"", "Version: \"1.36\"")
                .replace(
                        "dev",
                        "  cluster:\n    blueprint: eks\n",
                        "  cluster:\n    blueprint: eks\n    " + Windows.of(policy));
        return tree;
    }

    @Test
    void patch_thatIsNotWellAfterwards_stopsTheWavesAboveUntilItIsPutRight() {
        pending(DEV, "Database", Map.of("_Sets", Map.of("PubliclyAccessible", true)));
        pending(STAGE, "Database");

        String told = journey.command("patch", "--now");

        assertThat(told).startsWith("1\n").contains("0 applied, 1 went wrong").contains("no public address");
        assertThat(patches(DEV)).extracting(Patch::status).containsExactly(PatchStatus.FAILED);
        assertThat(patches(STAGE))
                .noneMatch(patch -> patch.status().ended() && patch.run().equals(lastRun()));

        String again = journey.command("patch", "--now");

        assertThat(again).contains("blocked: it went wrong in dev/database");
        assertThat(patches(STAGE)).extracting(Patch::status).containsExactly(PatchStatus.BLOCKED);

        set(DEV, "Database", Map.of("PubliclyAccessible", false));
        assertThat(journey.command("verify", "dev")).startsWith("0\n");
        String after = journey.command("patch", "--now");

        assertThat(after).startsWith("0\n").contains("1 applied, 0 went wrong, 0 wait");
        assertThat(patches(DEV))
                .extracting(Patch::status, Patch::reason)
                .containsExactly(tuple(PatchStatus.DONE, "it went wrong, and was put right since"));
        assertThat(patches(STAGE)).extracting(Patch::status).containsExactly(PatchStatus.DONE);
    }

    @Test
    void patch_ofServers_replacesThemByTheNewestImageAndKeepsAddressAndAuthority() {
        String before = outputs(LocalAccount.hub(), "vpn").toString();
        Account hub = new Account(journey.administrator(LocalAccount.hub()));
        List<String> server = hub.servers();
        journey.releases().image();

        String told = journey.command("patch", "shared-services", "--now");

        assertThat(told).startsWith("0\n").contains("1 applied, 0 went wrong, 0 wait");
        assertThat(journey.ledger().patches().applied(target(LocalAccount.hub()), 1))
                .extracting(Patch::kind)
                .containsExactly("image");
        assertThat(hub.servers()).hasSameSizeAs(server).doesNotContainAnyElementsOf(server);
        journey.releases().allApplied();
        assertThat(outputs(LocalAccount.hub(), "vpn")).hasToString(before);
        assertThat(journey.ledger()
                        .stacks()
                        .read(Journey.stack(LocalAccount.hub(), "vpn"))
                        .verdict())
                .isEqualTo(Verdict.HEALTHY);
        assertThat(journey.scheduled("shared-services").outcome()).isEqualTo(Outcome.UNCHANGED);

        offer(Map.of("missingPatches", 2));
        assertThat(journey.command("patch", "shared-services", "--now"))
                .startsWith("0\n")
                .contains("Patch Manager misses 2 patches");
        assertThat(patches(LocalAccount.hub())).extracting(Patch::status).contains(PatchStatus.REPORTED);
    }

    @Test
    void patch_inAWindowThatCloses_beginsWhatCanEndInItAndLeavesTheRest() {
        pending(DEV, "Database");
        pending(STAGE, "Database");
        LiveTree tree = journey.baseline();
        for (String environment : List.of("dev", "stage")) {
            tree.replace(environment, "EngineVersion: \"17.6\"", "EngineVersion: \"17.7\"");
        }
        tree.replace("stage", "  database:\n", "  database:\n    patching: { hold: { EngineVersion: \"17.6\" } }\n");
        journey.push(Windows.in(tree, Windows.openFor(55), "security"));

        String told = journey.command("patch");

        assertThat(told).startsWith("0\n").contains("2 applied, 0 went wrong, 2 wait");
        assertThat(told)
                .contains("it takes up to 60 minutes, and the window closes at", "EngineVersion is held at 17.6");
        assertThat(journey.command("patches", "stage"))
                .contains("stage-app: 17.6 -> 17.7", "withheld: EngineVersion is held at 17.6", "window");

        LiveTree overlapping = Windows.in(
                journey.baseline().replace("dev", "EngineVersion: \"17.6\"", "EngineVersion: \"17.7\""),
                Windows.openFor(55) + "\n    - " + Windows.OPEN,
                "security",
                "blackouts: [{ from: \"2020-01-01\", to: \"2020-01-02\", reason: Past }]");
        journey.push(overlapping);
        fireWindow();

        assertThat(versions(DEV)).containsExactly(Map.entry("dev-app", "17.7"));
        assertThat(applied(DEV, "dev-app")).as("two windows that open at once").isEqualTo(1);
    }

    @Test
    void patch_pushThatComesInTheMiddle_isDeployedAndTheRestFollowsWhatItSays() {
        LiveTree tree = journey.baseline().replace("prod", "EngineVersion: \"17.6\"", "EngineVersion: \"17.7\"");
        journey.push(Windows.in(tree, Windows.OPEN, "security"));
        journey.faults(Map.of("slowStacks", Map.of("estate-database", 4)));
        String run = "middle-" + System.nanoTime();
        journey.organization().deployment().patch(run, List.of(target(PROD)), false, false, "");
        await().atMost(Duration.ofMinutes(1))
                .until(() -> patches(PROD).stream()
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
        assertThat(versions(PROD))
                .as(journey.command("patches", "prod"))
                .containsOnly(Map.entry("prod-app", "17.6"), Map.entry("prod-app-replica-a", "17.7"));
        assertThat(patches(PROD))
                .filteredOn(patch -> patch.subject().equals("prod-app"))
                .extracting(Patch::status, Patch::reason)
                .containsExactly(
                        tuple(PatchStatus.PENDING, "its window is closed: a blackout until 2099-01-01 (Freeze)"));

        journey.push(Windows.in(
                journey.baseline().replace("prod", "EngineVersion: \"17.6\"", "EngineVersion: \"17.7\""),
                Windows.OPEN,
                "security"));
        assertThat(journey.command("patch", "prod")).startsWith("0\n").contains("1 applied, 0 went wrong, 0 wait");
        assertThat(versions(PROD)).containsOnly(Map.entry("prod-app", "17.7"), Map.entry("prod-app-replica-a", "17.7"));
    }

    @Test
    void window_inABlackoutOrFarOff_doesNothingAndSaysSo() {
        pending(DEV, "Database");
        Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
        String today = LocalDate.now(ZoneId.of("Europe/Berlin")).toString();
        journey.push(Windows.in(
                journey.baseline(),
                Windows.OPEN,
                "security",
                "blackouts: [{ from: \"" + today + "\", to: \"2099-12-31\", reason: Freeze }]"));

        assertThat(windowsThatFire(hour)).hasSize(1);
        Run frozen = journey.ledger().runs().recent(Instant.now(), 1).getFirst();
        assertThat(frozen.trigger()).isEqualTo("patch-window");
        assertThat(frozen.outcome()).contains(Outcome.UNCHANGED);
        assertThat(frozen.reason()).contains("dev has a blackout until 2099-12-31 (Freeze)");
        assertThat(journey.command("patch", "dev"))
                .startsWith("0\n")
                .contains("0 applied", "blackout until 2099-12-31");
        assertThat(journey.command("patch", "dev", "--dry-run"))
                .contains("pending: its window is closed: a blackout until 2099-12-31 (Freeze)");

        journey.push(Windows.in(journey.baseline(), Windows.CLOSED, "security"));

        assertThat(windowsThatFire(hour)).isEmpty();
        assertThat(windowsThatFire(Windows.CLOSED_OPENS))
                .as("at two o'clock in Berlin")
                .hasSize(1);
        assertThat(journey.ledger().runs().recent(Instant.now(), 1).getFirst().reason())
                .as("it fires, and is believed only as far as the clock says so")
                .isEqualTo("No window is open.");
        assertThat(patches(DEV)).extracting(Patch::status).containsExactly(PatchStatus.PENDING);

        journey.push(Windows.in(journey.baseline(), Windows.OPEN, "security"));

        assertThat(windowsThatFire(hour)).hasSize(1);
        assertThat(patches(DEV)).extracting(Patch::status).containsExactly(PatchStatus.DONE);
    }

    @Test
    void patch_maintenanceThatComesAgain_isAskedForBelowBeforeAWaveAboveGetsIt() {
        journey.push(Windows.in(journey.baseline(), Windows.OPEN, "security"));
        pending(DEV, "Database");
        assertThat(journey.command("patch", "dev")).startsWith("0\n").contains("1 applied");

        pending(DEV, "Database");
        pending(STAGE, "Database");
        String alone = journey.command("patch", "stage");

        assertThat(alone)
                .as("that of last time does not count, although it has the same name")
                .startsWith("0\n")
                .contains("0 applied", "blocked: it is offered and was not applied yet in dev/database");
        assertThat(journey.command("patch")).startsWith("0\n").contains("2 applied, 0 went wrong, 0 wait");
        pending(STAGE, "Database");
        assertThat(journey.command("patch", "stage"))
                .as("nothing is offered to dev")
                .startsWith("0\n")
                .contains("1 applied");
    }

    @Test
    void patch_bakeTime_keepsTheWaveAboveUntilTheOneBelowHasBeenWellForSoLong() {
        journey.push(Windows.in(journey.baseline(), Windows.OPEN, "security", "bake: 2h"));
        pending(DEV, "Database");
        pending(STAGE, "Database");
        pending(PROD, "Database");
        pending(PROD, "ReplicaA");

        String first = startAndBake();
        assertThat(patches(DEV)).extracting(Patch::status).containsExactly(PatchStatus.DONE);
        assertThat(journey.command("patch", "stage", "--now"))
                .as("a person does not shorten it")
                .contains("blocked: it bakes until")
                .contains("in dev/database", "0 applied");
        set(DEV, "Database", Map.of("PubliclyAccessible", true));
        haveBaked(DEV);

        assertThat(journey.ledger().runs().find(first).orElseThrow().outcome()).contains(Outcome.DEPLOYED);
        assertThat(patches(STAGE))
                .extracting(Patch::status, Patch::reason)
                .containsExactly(tuple(PatchStatus.BLOCKED, "what it was applied to is not healthy in dev/database"));

        set(DEV, "Database", Map.of("PubliclyAccessible", false));
        assertThat(journey.command("verify", "dev")).startsWith("0\n");
        startAndBake();
        assertThat(patches(STAGE)).extracting(Patch::status).containsExactly(PatchStatus.DONE);
        assertThat(patches(PROD)).extracting(Patch::status).doesNotContain(PatchStatus.DONE, PatchStatus.RUNNING);
        haveBaked(STAGE);

        assertThat(patches(PROD)).extracting(Patch::status).containsExactly(PatchStatus.DONE, PatchStatus.DONE);
    }

    @Test
    void patch_whoseExecutionsAreStopped_isGoneOnWithByTheNextRun() {
        journey.push(Windows.in(
                journey.baseline().replace("dev", "EngineVersion: \"17.6\"", "EngineVersion: \"17.7\""),
                Windows.OPEN,
                "security"));
        pending(DEV, "Database", Map.of("_Sets", Map.of("DBInstanceStatus", "modifying")));
        journey.organization().emulator().forgetRequests();

        String first = startAndStop("stopped while maintenance is under way", UPDATE);

        assertThat(journey.command("patch", "dev", "--dry-run"))
                .as("nobody forgets it meanwhile")
                .contains("running");
        set(DEV, "Database", Map.of("DBInstanceStatus", "available"));
        journey.faults(Map.of("slowStacks", Map.of("estate-database", 3)));
        String second = startAndStop("stopped while the stack is changed", "engine-version");
        journey.settle();
        journey.faults(Map.of("slowStacks", Map.of()));

        assertThat(patches(DEV))
                .filteredOn(patch -> patch.kind().equals("maintenance"))
                .extracting(Patch::status, Patch::run)
                .containsExactly(tuple(PatchStatus.DONE, second));
        String told = journey.command("patch", "dev");
        assertThat(told).startsWith("0\n").contains("1 applied, 0 went wrong, 0 wait");

        assertThat(versions(DEV)).containsExactly(Map.entry("dev-app", "17.7"));
        assertThat(journey.ledger().patches().applied(target(DEV), 10))
                .filteredOn(patch -> patch.endedAt().orElseThrow().isAfter(began))
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
        journey.organization().deployment().patch(run, List.of(target(DEV)), false, false, "");
        await().atMost(Duration.ofMinutes(1))
                .until(() -> patches(DEV).stream()
                        .filter(patch -> patch.run().equals(run) && patch.status() == PatchStatus.RUNNING)
                        .anyMatch(patch -> patch.kind().equals(what)
                                ? new Account(journey.administrator(DEV))
                                        .status("estate-database")
                                        .equals("UPDATE_IN_PROGRESS")
                                : patch.to().equals(what) && isModifying()));
        Stream.of("plumbline-patch", "plumbline-patch-target", "plumbline-reconcile", "plumbline-reconcile-target")
                .map(PatchJourneyTest::machine)
                .flatMap(machine -> workflows()
                        .listExecutions(
                                request -> request.stateMachineArn(machine).statusFilter(ExecutionStatus.RUNNING))
                        .executions()
                        .stream())
                .forEach(execution -> workflows()
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

    /** Starts a run over all databases, and waits until something of it bakes for two hours; returns its id. */
    private String startAndBake() {
        String run = "bake-" + System.nanoTime();
        journey.organization()
                .deployment()
                .patch(run, List.of(target(DEV), target(STAGE), target(PROD)), true, false, "");
        await().atMost(Duration.ofMinutes(1))
                .until(() -> history(run).stream()
                        .anyMatch(event -> event.type() == HistoryEventType.WAIT_STATE_ENTERED
                                && event.stateEnteredEventDetails().name().equals("Bake")));
        assertThat(history(run))
                .filteredOn(event -> event.type() == HistoryEventType.TASK_SUCCEEDED)
                .last()
                .satisfies(closed ->
                        assertThat(closed.taskSucceededEventDetails().output()).contains("\"bakeSeconds\": 7200"));
        return run;
    }

    /** Lets the two hours be over of what was applied to an account, and waits for what follows. */
    private void haveBaked(LocalAccount account) {
        patches(account)
                .forEach(patch -> journey.ledger()
                        .patches()
                        .put(patch.ended(
                                patch.status(),
                                patch.reason(),
                                patch.endedAt().orElseThrow().minus(Duration.ofHours(2)))));
        journey.faults(Map.of("longestWait", 0.05));
        journey.settle();
        journey.faults(Map.of("longestWait", 0));
    }

    @Test
    void patch_concurrencyOfOne_worksOnOneTargetOfAWaveAfterTheOther() {
        journey.push(Windows.in(
                journey.baseline().replaceInRoot("  - [dev]\n  - [stage]\n", "  - [dev, stage]\n"),
                Windows.OPEN,
                "security",
                "concurrency: 1"));
        pending(DEV, "Database");
        pending(STAGE, "Database");

        assertThat(journey.command("patch", "--now")).startsWith("0\n").contains("2 applied, 0 went wrong, 0 wait");

        List<ExecutionListItem> worked = workflows()
                .listExecutions(request -> request.stateMachineArn(machine("plumbline-patch-target")))
                .executions()
                .stream()
                .filter(execution -> execution.name().contains(lastRun()))
                .filter(execution -> Stream.of(DEV, STAGE)
                        .anyMatch(account -> execution.name().contains(account.id())))
                .sorted(Comparator.comparing(ExecutionListItem::startDate))
                .toList();
        assertThat(worked).hasSize(2);
        assertThat(worked.get(1).startDate()).isAfterOrEqualTo(worked.get(0).stopDate());
    }

    private SfnClient workflows() {
        return journey.administrator(LocalAccount.hub()).client(SfnClient.class, SfnClient::builder);
    }

    private List<HistoryEvent> history(String run) {
        String execution = machine("plumbline-patch").replace(":stateMachine:", ":execution:") + ":" + run;
        return workflows()
                .getExecutionHistory(request -> request.executionArn(execution))
                .events();
    }

    private static String machine(String name) {
        return "arn:aws:states:" + REGION + ":" + LocalAccount.hub().id() + ":stateMachine:" + name;
    }

    /** Lets the schedules fire that will at some time, waits for what they start; returns those of windows. */
    private List<String> windowsThatFire(Instant at) {
        List<String> names =
                journey.organization().emulator().fireDue(LocalAccount.hub().id(), REGION, at);
        journey.settle();
        return names.stream().filter(name -> name.contains("-window-")).toList();
    }

    private long applied(LocalAccount account, String subject) {
        return journey.ledger().patches().applied(target(account), 10).stream()
                .filter(patch -> patch.subject().equals(subject)
                        && patch.to().equals("17.7")
                        && patch.endedAt().orElseThrow().isAfter(began))
                .count();
    }

    private String lastRun() {
        return journey.ledger().runs().recent(Instant.now(), 1).getFirst().id();
    }

    private void offer(Map<String, ?> wanted) {
        journey.organization().emulator().offer(wanted);
    }

    private Map<String, String> outputs(LocalAccount account, String stack) {
        return journey.ledger().stacks().read(Journey.stack(account, stack)).outputs();
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

    private Map<String, String> versions(LocalAccount account) {
        return new Account(journey.administrator(account)).databases();
    }

    private void pending(LocalAccount account, String logicalId) {
        pending(account, logicalId, Map.of());
    }

    /** Has RDS offer an update; what it is to make of the instance is added. */
    private void pending(LocalAccount account, String logicalId, Map<String, ?> more) {
        Map<String, Object> action = new HashMap<>(more);
        action.put("Action", UPDATE);
        action.put("Description", "New Operating System update");
        set(account, logicalId, Map.of("_Maintenance", List.of(action)));
    }

    private void set(LocalAccount account, String logicalId, Map<String, ?> values) {
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
                        values));
    }

    /** What was seen of an account since the test began. */
    private List<Patch> patches(LocalAccount account) {
        return journey.ledger().patches().of(target(account)).stream()
                .filter(patch -> !patch.seenAt().isBefore(began))
                .toList();
    }

    private static TargetKey target(LocalAccount account) {
        return new TargetKey(account.id(), REGION);
    }
}
