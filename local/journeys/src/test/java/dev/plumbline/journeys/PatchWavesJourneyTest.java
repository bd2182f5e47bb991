package dev.plumbline.journeys;

import static dev.plumbline.cli.local.LocalAccount.DEV;
import static dev.plumbline.cli.local.LocalAccount.PROD;
import static dev.plumbline.cli.local.LocalAccount.STAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Patch;
import dev.plumbline.accounts.ledger.PatchStatus;
import dev.plumbline.cli.local.LocalAccount;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;

/** Patches of all kinds go from wave to wave, and stop where one below is not well. */
@ExtendWith(LocalDefault.class)
class PatchWavesJourneyTest {

    private final Journey journey;
    private final Patching patching;

    PatchWavesJourneyTest(Journey journey) {
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
    void patch_maintenanceInThreeWaves_isAppliedInOrderAndTheNextRunChangesNothing() {
        patching.pending(DEV, "Database");
        patching.pending(STAGE, "Database");
        patching.pending(PROD, "Database");
        patching.pending(PROD, "ReplicaA");

        String foreseen = journey.command("patch", "--now", "--dry-run");
        assertThat(foreseen).startsWith("0\n").contains("nothing was applied").contains("dev-app/" + Patching.UPDATE);
        assertThat(patching.patches(PROD))
                .as(foreseen)
                .isNotEmpty()
                .allSatisfy(patch -> assertThat(patch.status()).isEqualTo(PatchStatus.BLOCKED));

        String told = journey.command("patch", "--now");
        journey.settle();

        assertThat(told).startsWith("0\n").contains("4 applied, 0 went wrong, 0 wait");
        List<Patch> applied = List.of(DEV, STAGE, PROD).stream()
                .flatMap(account -> patching.patches(account).stream())
                .sorted(Comparator.comparing(patch -> patch.startedAt().orElseThrow()))
                .toList();
        assertThat(applied)
                .extracting(Patch::subject)
                .containsExactly(
                        "dev-app/" + Patching.UPDATE,
                        "stage-app/" + Patching.UPDATE,
                        "prod-app-replica-a/" + Patching.UPDATE,
                        "prod-app/" + Patching.UPDATE);
        assertThat(journey.ledger().patches().applied(Patching.target(PROD), 2))
                .extracting(Patch::subject)
                .containsExactly("prod-app/" + Patching.UPDATE, "prod-app-replica-a/" + Patching.UPDATE);
        assertThat(journey.target(PROD).lease()).isEmpty();
        assertThat(journey.command("patches")).startsWith("0\nnothing to patch was seen");
        assertThat(journey.reconcile("after-" + System.nanoTime()).outcome()).isEqualTo(Outcome.UNCHANGED);
    }

    @Test
    void patch_workOfEachKindInThreeWaves_isAppliedWaveByWave() {
        for (LocalAccount account : List.of(DEV, STAGE, PROD)) {
            patching.pending(account, "Database");
        }
        journey.releases().image();
        journey.releases().nodes();

        String told = journey.command("patch", "--now");
        journey.settle();

        assertThat(told).startsWith("0\n").contains("5 applied, 0 went wrong, 0 wait");
        assertThat(patching.patches(LocalAccount.hub())).extracting(Patch::kind).containsExactly("image");
        Instant belowEnded = Instant.MIN;
        for (LocalAccount account : List.of(DEV, STAGE, PROD)) {
            List<Patch> applied = patching.patches(account);
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
    void patch_thatIsNotWellAfterwards_stopsTheWavesAboveUntilItIsPutRight() {
        patching.pending(DEV, "Database", Map.of("_Sets", Map.of("PubliclyAccessible", true)));
        patching.pending(STAGE, "Database");

        String told = journey.command("patch", "--now");

        assertThat(told).startsWith("1\n").contains("0 applied, 1 went wrong").contains("no public address");
        assertThat(patching.patches(DEV)).extracting(Patch::status).containsExactly(PatchStatus.FAILED);
        assertThat(patching.patches(STAGE))
                .noneMatch(patch -> patch.status().ended() && patch.run().equals(patching.lastRun()));

        String again = journey.command("patch", "--now");

        assertThat(again).contains("blocked: it went wrong in dev/database");
        assertThat(patching.patches(STAGE)).extracting(Patch::status).containsExactly(PatchStatus.BLOCKED);

        patching.set(DEV, "Database", Map.of("PubliclyAccessible", false));
        assertThat(journey.command("verify", "dev")).startsWith("0\n");
        String after = journey.command("patch", "--now");

        assertThat(after).startsWith("0\n").contains("1 applied, 0 went wrong, 0 wait");
        assertThat(patching.patches(DEV))
                .extracting(Patch::status, Patch::reason)
                .containsExactly(tuple(PatchStatus.DONE, "it went wrong, and was put right since"));
        assertThat(patching.patches(STAGE)).extracting(Patch::status).containsExactly(PatchStatus.DONE);
    }

    @Test
    void patch_maintenanceThatComesAgain_isAskedForBelowBeforeAWaveAboveGetsIt() {
        journey.push(Windows.in(journey.baseline(), Windows.OPEN, "security"));
        patching.pending(DEV, "Database");
        assertThat(journey.command("patch", "dev")).startsWith("0\n").contains("1 applied");

        patching.pending(DEV, "Database");
        patching.pending(STAGE, "Database");
        String alone = journey.command("patch", "stage");

        assertThat(alone)
                .as("that of last time does not count, although it has the same name")
                .startsWith("0\n")
                .contains("0 applied", "blocked: it is offered and was not applied yet in dev/database");
        assertThat(journey.command("patch")).startsWith("0\n").contains("2 applied, 0 went wrong, 0 wait");
        patching.pending(STAGE, "Database");
        assertThat(journey.command("patch", "stage"))
                .as("nothing is offered to dev")
                .startsWith("0\n")
                .contains("1 applied");
    }

    @Test
    void patch_bakeTime_keepsTheWaveAboveUntilTheOneBelowHasBeenWellForSoLong() {
        journey.push(Windows.in(journey.baseline(), Windows.OPEN, "security", "bake: 2h"));
        patching.pending(DEV, "Database");
        patching.pending(STAGE, "Database");
        patching.pending(PROD, "Database");
        patching.pending(PROD, "ReplicaA");

        String first = startAndBake();
        assertThat(patching.patches(DEV)).extracting(Patch::status).containsExactly(PatchStatus.DONE);
        assertThat(journey.command("patch", "stage", "--now"))
                .as("a person does not shorten it")
                .contains("blocked: it bakes until")
                .contains("in dev/database", "0 applied");
        patching.set(DEV, "Database", Map.of("PubliclyAccessible", true));
        haveBaked(DEV);

        assertThat(journey.ledger().runs().find(first).orElseThrow().outcome()).contains(Outcome.DEPLOYED);
        assertThat(patching.patches(STAGE))
                .extracting(Patch::status, Patch::reason)
                .containsExactly(tuple(PatchStatus.BLOCKED, "what it was applied to is not healthy in dev/database"));

        patching.set(DEV, "Database", Map.of("PubliclyAccessible", false));
        assertThat(journey.command("verify", "dev")).startsWith("0\n");
        startAndBake();
        assertThat(patching.patches(STAGE)).extracting(Patch::status).containsExactly(PatchStatus.DONE);
        assertThat(patching.patches(PROD))
                .extracting(Patch::status)
                .doesNotContain(PatchStatus.DONE, PatchStatus.RUNNING);
        haveBaked(STAGE);

        assertThat(patching.patches(PROD))
                .extracting(Patch::status)
                .containsExactly(PatchStatus.DONE, PatchStatus.DONE);
    }

    /** Starts a run over all databases, and waits until something of it bakes for two hours; returns its id. */
    private String startAndBake() {
        String run = "bake-" + System.nanoTime();
        journey.organization()
                .deployment()
                .patch(
                        run,
                        List.of(Patching.target(DEV), Patching.target(STAGE), Patching.target(PROD)),
                        true,
                        false,
                        "");
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
        patching.patches(account)
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

    private List<HistoryEvent> history(String run) {
        String execution = Patching.machine("plumbline-patch").replace(":stateMachine:", ":execution:") + ":" + run;
        return patching.workflows()
                .getExecutionHistory(request -> request.executionArn(execution))
                .events();
    }

    @Test
    void patch_concurrencyOfOne_worksOnOneTargetOfAWaveAfterTheOther() {
        journey.push(Windows.in(
                journey.baseline().replaceInRoot("  - [dev]\n  - [stage]\n", "  - [dev, stage]\n"),
                Windows.OPEN,
                "security",
                "concurrency: 1"));
        patching.pending(DEV, "Database");
        patching.pending(STAGE, "Database");

        assertThat(journey.command("patch", "--now")).startsWith("0\n").contains("2 applied, 0 went wrong, 0 wait");

        List<ExecutionListItem> worked = patching
                .workflows()
                .listExecutions(request -> request.stateMachineArn(Patching.machine("plumbline-patch-target")))
                .executions()
                .stream()
                .filter(execution -> execution.name().contains(patching.lastRun()))
                .filter(execution -> Stream.of(DEV, STAGE)
                        .anyMatch(account -> execution.name().contains(account.id())))
                .sorted(Comparator.comparing(ExecutionListItem::startDate))
                .toList();
        assertThat(worked).hasSize(2);
        assertThat(worked.get(1).startDate()).isAfterOrEqualTo(worked.get(0).stopDate());
    }
}
