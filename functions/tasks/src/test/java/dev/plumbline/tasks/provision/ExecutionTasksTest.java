package dev.plumbline.tasks.provision;

import static dev.plumbline.tasks.provision.StackForTests.CHANGE_SET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plumbline.accounts.ledger.InFlight;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.StackEvent;
import dev.plumbline.failure.Stalled;
import dev.plumbline.failure.Waiting;
import dev.plumbline.tasks.HubForTests;
import dev.plumbline.tasks.assignment.Assignment;
import dev.plumbline.tasks.binding.Binder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecutionTasksTest {

    private static final String DIGEST = "d".repeat(64);
    private static final Assignment TARGET = AssignmentsForTests.of("push-1");
    private static final ProvisionInput.Execute EXECUTE =
            new ProvisionInput.Execute(TARGET, "network", CHANGE_SET, "task-token", 0, 0);
    private static final ProvisionInput.Settle SETTLE = new ProvisionInput.Settle(TARGET, "network", CHANGE_SET);

    private final HubForTests hub = new HubForTests();
    private final Ledger ledger = hub.ledger();
    private final StackForTests stack = new StackForTests(hub, "UPDATE_COMPLETE");
    private final ExecutionTasks tasks = new ExecutionTasks(
            ledger, hub.workflows(), hub.sessions(), new Binder(), new Silence(ledger, hub.clock()), hub.clock());

    @BeforeEach
    void begin() {
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

    @Test
    void settle_changedBySomebodyElse_stalls() {
        stack.executedBySomebodyElse();

        assertThatExceptionOfType(Stalled.class).isThrownBy(() -> tasks.settle(SETTLE));
    }
}
