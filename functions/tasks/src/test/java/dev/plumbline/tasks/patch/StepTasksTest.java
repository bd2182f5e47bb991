package dev.plumbline.tasks.patch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Patch;
import dev.plumbline.accounts.ledger.PatchStatus;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.tasks.HubForTests;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.cost.Costs;
import dev.plumbline.tasks.directory.Branch;
import dev.plumbline.tasks.directory.Directories;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StepTasksTest {

    private static final TargetKey DEV = new TargetKey("111111111111", "eu-west-1");
    private static final PatchAssignment TARGET = new PatchAssignment(
            "run-1-111111111111-eu-west-1",
            "run",
            "dev",
            DEV.account(),
            DEV.region(),
            1,
            List.of("database"),
            true,
            false);
    private static final PatchStep UPGRADE = new PatchStep(
            "database",
            "databases",
            "engine-version",
            "dev-app",
            "17.6",
            "17.7",
            "says",
            60,
            new TreeMap<>(Map.of("EngineVersion", "17.7")),
            new TreeMap<>(Map.of("ids", "dev-app", "id", "dev-app", "source", "true")));

    private final HubForTests hub = new HubForTests();
    private final Ledger ledger = hub.ledger();
    private final Bucket bucket = Bucket.in(hub.aws().hub(), "plumbline-bucket");
    private final Binder binder = new Binder();
    private final Costs costs = new Costs(ledger, hub.clock());
    private final StepTasks tasks = new StepTasks(
            ledger,
            new Accounts(hub.sessions(), costs, hub.clock()),
            new Directories(ledger, bucket, binder),
            new Patchers(),
            new Branch("repository", HubForTests.BRANCH),
            new BegunSteps(bucket, binder),
            costs,
            hub.clock());

    @Test
    void apply_stepOfAStoppedRunThatTookEffectMeanwhile_beginsNothing() {
        live("17.7");

        tasks.apply(new PatchInput.Apply(TARGET, UPGRADE.again()));

        assertThat(hub.aws().actions()).contains("DescribeDBInstances").doesNotContain("CreateDBSnapshot");
    }

    @Test
    void apply_stepOfAStoppedRunThatDidNotTakeEffect_beginsItAsAnyOther() {
        live("17.6");

        tasks.apply(new PatchInput.Apply(TARGET, UPGRADE.again()));

        assertThat(hub.aws().actions()).contains("CreateDBSnapshot");
    }

    @Test
    void apply_stepThatIsOnlyLookedAt_asksNobody() {
        tasks.apply(new PatchInput.Apply(TARGET, UPGRADE.left()));

        assertThat(hub.aws().actions()).doesNotContain("DescribeDBInstances", "CreateDBSnapshot");
    }

    @Test
    void await_stepThatIsOnlyLookedAt_isDoneWhereItTookEffectAndElseWaitsForTheNextWindow() {
        live("17.7");
        assertThat(tasks.await(new PatchInput.Await(TARGET, UPGRADE.left())).outcome())
                .isEqualTo("done");
        live("17.6");
        assertThat(tasks.await(new PatchInput.Await(TARGET, UPGRADE.left())).outcome())
                .isEqualTo("deferred");
    }

    @Test
    void gate_stepThatIsOnlyLookedAtAndThatSomebodyHasEnded_isSkipped() {
        ledger.patches()
                .put(new Patch(
                        new StackKey(DEV, "database"),
                        "dev",
                        1,
                        "engine-version",
                        "dev-app",
                        "17.6",
                        "17.7",
                        "says",
                        PatchStatus.FAILED,
                        "it broke",
                        HubForTests.NOW,
                        null,
                        "other",
                        null,
                        HubForTests.NOW));

        assertThat(tasks.gate(new PatchInput.Gate(TARGET, UPGRADE.left(), HubForTests.NOW.toEpochMilli(), List.of()))
                        .decision())
                .isEqualTo("skipped");
    }

    private void live(String version) {
        hub.answers(
                "DescribeDBInstances",
                request -> StubAnswer.result(
                        "DescribeDBInstances",
                        "<DBInstances><DBInstance><DBInstanceIdentifier>dev-app</DBInstanceIdentifier><EngineVersion>"
                                + version
                                + "</EngineVersion><DBInstanceStatus>available</DBInstanceStatus></DBInstance></DBInstances>"));
        hub.answers("CreateDBSnapshot", request -> StubAnswer.result("CreateDBSnapshot", ""));
        hub.answers(
                "DescribeDBSnapshots",
                request -> StubAnswer.result(
                        "DescribeDBSnapshots",
                        "<DBSnapshots><DBSnapshot><Status>available</Status></DBSnapshot></DBSnapshots>"));
    }
}
