package dev.plumbline.tasks.provision;

import static dev.plumbline.tasks.PlansForTests.DEV;
import static dev.plumbline.tasks.PlansForTests.stack;
import static dev.plumbline.tasks.PlansForTests.target;
import static dev.plumbline.tasks.provision.StackForTests.CHANGE_SET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plumbline.accounts.ledger.InFlight;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.StackEvent;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.estate.Settings;
import dev.plumbline.estate.plan.PlanJson;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.failure.Stalled;
import dev.plumbline.failure.Waiting;
import dev.plumbline.tasks.HubForTests;
import dev.plumbline.tasks.assignment.Assignment;
import dev.plumbline.tasks.assignment.TargetPlans;
import dev.plumbline.tasks.binding.Binder;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecutionTasksTest {

    private static final String DIGEST = "d".repeat(64);
    private static final Assignment TARGET = AssignmentsForTests.of("push-1");
    private static final StackPlan PLAN = stack(DEV, "network");
    private static final String TAKES_A_STORED_VALUE = """
            Parameters: { Name: { Type: "AWS::SSM::Parameter::Value&lt;String>" } }
            Resources: { Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: !Ref Name } }, Other: { Type: AWS::EC2::EIP } }
            """;
    private static final ProvisionInput.Execute EXECUTE =
            new ProvisionInput.Execute(TARGET, "network", CHANGE_SET, "task-token", 0, 0);
    private static final ProvisionInput.Settle SETTLE = new ProvisionInput.Settle(TARGET, "network", CHANGE_SET);

    private final HubForTests hub = new HubForTests();
    private final Ledger ledger = hub.ledger();
    private final StackForTests stack = new StackForTests(hub, "UPDATE_COMPLETE");
    private final Bucket bucket = Bucket.in(hub.aws().hub(), "plumbline-bucket");
    private final ExecutionTasks tasks = new ExecutionTasks(
            ledger,
            hub.workflows(),
            hub.sessions(),
            new TargetPlans(bucket),
            bucket,
            new Binder(),
            new Silence(ledger, hub.clock()),
            hub.clock());

    @BeforeEach
    void begin() {
        hub.objects()
                .put(
                        TARGET.key(),
                        new String(PlanJson.write(target(DEV, 1, Settings.none(), List.of(List.of(PLAN)))), UTF_8));
        wanted("Resources: { Vpc: { Type: AWS::EC2::VPC } }");
        ledger.stacks().begin(EXECUTE.key(), InFlight.begins("push-1", CHANGE_SET, DIGEST, EXECUTE.requestToken()));
    }

    @Test
    void execute_first_executesAndWaits() {
        tasks.execute(EXECUTE);

        assertThat(stack.done()).containsExactly("execute");
        assertThat(hub.woken()).isEmpty();
        assertThat(ledger.stacks().read(EXECUTE.key()).inFlight().flatMap(InFlight::taskToken))
                .contains("task-token");
    }

    @Test
    void execute_killedAtAnyPointAndRepeated_executesOnce() {
        int points = 12;
        for (int point = 1; point <= points; point++) {
            for (boolean done : new boolean[] {false, true}) {
                ExecutionTasksTest attempt = new ExecutionTasksTest();
                attempt.begin();
                attempt.killedAndRepeated(point, done);
                assertThat(attempt.stack.done())
                        .as("killed %s request %d", done ? "after" : "before", point)
                        .containsExactly("execute");
            }
        }
    }

    private void killedAndRepeated(int point, boolean done) {
        hub.killAt(point, done);
        try {
            tasks.execute(EXECUTE);
        } catch (HubForTests.Killed killed) {
            // As Lambda kills: nothing of the call goes on.
        }
        hub.killAt(0, false);
        tasks.execute(EXECUTE);
        tasks.execute(EXECUTE);
    }

    @Test
    void execute_endedBeforeItLooked_wakesWithWhatCameOfIt() {
        tasks.execute(EXECUTE);
        stack.ends("UPDATE_COMPLETE");

        tasks.execute(EXECUTE);

        assertThat(stack.done()).containsExactly("execute");
        assertThat(hub.woken()).singleElement().asString().contains("deployed");
        assertThat(ledger.stacks().read(EXECUTE.key()).digest()).isEqualTo(DIGEST);
    }

    @Test
    void execute_stackThatIsDoneAtOnce_writesTwiceAndReadsNothingOfTheLedger() {
        stack.endsAtOnce();
        int before = hub.aws().actions().size();

        tasks.execute(EXECUTE);

        assertThat(hub.aws().actions().stream().skip(before))
                .containsExactly(
                        "UpdateItem",
                        "AssumeRole",
                        "ExecuteChangeSet",
                        "DescribeStacks",
                        "UpdateItem",
                        "SendTaskSuccess");
        assertThat(ledger.stacks().read(EXECUTE.key()).known()).isTrue();
    }

    /**
     * CloudFormation sends an event of every change of a stack's status, the first as it begins (user guide, "Managing
     * events with CloudFormation and Amazon EventBridge"): what a sweep has not heard of is not forwarded.
     */
    @Test
    void execute_sweptWithoutAnyEventOfTheTarget_isNotedOnceWithWhatToDo() {
        tasks.execute(EXECUTE);

        tasks.execute(swept(1));
        tasks.execute(swept(2));

        assertThat(ledger.progress().read("push-1").notes()).singleElement().satisfies(note -> {
            assertThat(note.target()).isEqualTo(TARGET.target());
            assertThat(note.text()).contains("bootstrap/member-region.yaml to eu-west-1");
        });
    }

    @Test
    void execute_sweptWhileTheStackOrItsTargetIsHeard_notesNothing() {
        tasks.execute(EXECUTE);
        ledger.targets().heard(TARGET.target(), HubForTests.NOW.minusSeconds(30));
        tasks.execute(swept(1));
        assertThat(ledger.progress().read("push-1").notes()).isEmpty();

        ledger.targets().heard(TARGET.target(), HubForTests.NOW.minusSeconds(300));
        ledger.stacks()
                .heard(EXECUTE.key(), new StackEvent("UPDATE_IN_PROGRESS", HubForTests.NOW, EXECUTE.requestToken()));
        tasks.execute(swept(1));
        assertThat(ledger.progress().read("push-1").notes()).isEmpty();
    }

    @Test
    void execute_repeatedWithoutASweep_notesNothing() {
        tasks.execute(EXECUTE);

        tasks.execute(EXECUTE);

        assertThat(ledger.progress().read("push-1").notes()).isEmpty();
    }

    private static ProvisionInput.Execute swept(int sweeps) {
        return new ProvisionInput.Execute(TARGET, "network", CHANGE_SET, "task-token", sweeps, sweeps);
    }

    @Test
    void execute_changeSetThatWasFenced_stalls() {
        stack.executedBySomebodyElse();

        assertThatExceptionOfType(Stalled.class).isThrownBy(() -> tasks.execute(EXECUTE));
        assertThat(stack.done()).isEmpty();
    }

    @Test
    void execute_anotherRunHasTakenTheStack_stallsBeforeItExecutes() {
        ledger.stacks().begin(EXECUTE.key(), InFlight.begins("push-2", "plumbline-other", DIGEST, "token-of-push-2"));

        assertThatExceptionOfType(Stalled.class).isThrownBy(() -> tasks.execute(EXECUTE));
        assertThat(stack.done()).isEmpty();
    }

    @Test
    void settle_stackAtWork_waits() {
        tasks.execute(EXECUTE);

        assertThatExceptionOfType(Waiting.class).isThrownBy(() -> tasks.settle(SETTLE));
    }

    @Test
    void settle_succeededTwice_isDeployedBothTimes() {
        tasks.execute(EXECUTE);
        stack.ends("UPDATE_COMPLETE");

        assertThat(tasks.settle(SETTLE).outcome()).isEqualTo("deployed");
        assertThat(tasks.settle(SETTLE).outcome()).isEqualTo("deployed");
        assertThat(ledger.stacks().read(SETTLE.key()).known()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "UPDATE_ROLLBACK_COMPLETE, rolled back to what it was",
        "ROLLBACK_COMPLETE, the next run creates it again",
        "ROLLBACK_FAILED, may still hold resources",
        "UPDATE_ROLLBACK_FAILED, the next run continues it",
    })
    void settle_failed_namesTheCauseAndWhatIsNext(String ended, String next) {
        tasks.execute(EXECUTE);
        stack.ends(ended);
        stack.failedUnder(EXECUTE.requestToken());

        ProvisionAnswer.Settled settled = tasks.settle(SETTLE);

        assertThat(settled.outcome()).isEqualTo("failed");
        assertThat(settled.reason()).contains("Vpc", "The CIDR is taken", next);
        assertThat(ledger.stacks().read(SETTLE.key()).known()).isFalse();
    }

    private void wanted(String template) {
        hub.objects().put("templates/" + PLAN.templateDigest() + ".yaml", template);
    }

    private String reasonOfAFailure() {
        tasks.execute(EXECUTE);
        stack.ends("UPDATE_ROLLBACK_COMPLETE");
        stack.failedUnder(EXECUTE.requestToken());
        return tasks.settle(SETTLE).reason();
    }

    /** Services cite values of properties in their refusals, and CloudFormation passes those on as reasons. */
    @Test
    void settle_resourceThatTakesAStoredValue_leavesItsReasonInTheAccount() {
        wanted(TAKES_A_STORED_VALUE.replace("&lt;", "<"));

        assertThat(reasonOfAFailure())
                .contains("Vpc (AWS::EC2::VPC)", "aws cloudformation describe-events --stack-name estate-network")
                .contains("It was rolled back to what it was.")
                .doesNotContain("The CIDR is taken");
    }

    @Test
    void settle_resourceThatTookAStoredValueBefore_leavesItsReasonInTheAccount() {
        stack.deployedWith(TAKES_A_STORED_VALUE);

        assertThat(reasonOfAFailure()).doesNotContain("The CIDR is taken");
    }

    @Test
    void settle_resourceBesideOneThatTakesAStoredValue_tellsItsReason() {
        wanted(TAKES_A_STORED_VALUE.replace("&lt;", "<").replace("CidrBlock: !Ref Name", "CidrBlock: 10.0.0.0/16"));

        assertThat(reasonOfAFailure()).contains("The CIDR is taken");
    }

    @Test
    void settle_planIsGone_tellsThatItFailedAndNoReason() {
        hub.objects().clear();

        assertThat(reasonOfAFailure()).contains("Vpc", "rolled back").doesNotContain("The CIDR is taken");
    }

    @Test
    void settle_changedBySomebodyElse_stalls() {
        stack.executedBySomebodyElse();

        assertThatExceptionOfType(Stalled.class).isThrownBy(() -> tasks.settle(SETTLE));
    }
}
