package dev.plumbline.tasks.report;

import static dev.plumbline.tasks.PlansForTests.DEV;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.TargetOutcome;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.failure.Stalled;
import dev.plumbline.failure.Waiting;
import dev.plumbline.tasks.HubForTests;
import dev.plumbline.tasks.assignment.Assignment;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.provision.AssignmentsForTests;
import dev.plumbline.tasks.wave.TargetMachine;
import dev.plumbline.tasks.wave.WaveOutcomes;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WaveTaskTest {

    private static final String KEY = "runs/push-1/waves/1.json";
    private static final Assignment TARGET = AssignmentsForTests.of("push-1");
    private static final TargetMachine MACHINE =
            new TargetMachine("arn:aws:states:eu-west-1:555555555555:stateMachine:plumbline-reconcile-target");

    private final HubForTests hub = new HubForTests();
    private final Ledger ledger = hub.ledger();
    private final Binder binder = new Binder();
    private final WaveTask task = new WaveTask(
            new WaveOutcomes(ledger, Bucket.in(hub.aws().hub(), "plumbline-bucket"), hub.workflows(), MACHINE, binder));

    @BeforeEach
    void write() {
        hub.object(binder.text(List.of(TARGET)));
    }

    @Test
    void close_targetThatEndedWell_isVerifiedWithoutAskingForItsExecution() {
        ended(Outcome.DEPLOYED, "");

        assertThat(close()).isEqualTo(new ReportAnswer("verified", ""));
        assertThat(hub.aws().actions()).doesNotContain("DescribeExecution");
    }

    @Test
    void close_targetThatFailed_saysWhereAndWhy() {
        ended(Outcome.FAILED, "network: no NAT gateway");

        assertThat(close()).isEqualTo(new ReportAnswer("failed", "dev eu-west-1: network: no NAT gateway"));
    }

    @Test
    void close_targetThatThePlanCouldNotLookInto_failsTheWaveAndIsNamedWithWhatToDo() {
        ended(Outcome.STALLED, "Could not assume a role. Deploy bootstrap/.");

        assertThat(close())
                .isEqualTo(new ReportAnswer("failed", "dev eu-west-1: Could not assume a role. Deploy bootstrap/."));
    }

    /** 256 KiB is all that a machine takes, and a cause may have 32 KiB of its own (quotas of Step Functions). */
    @Test
    void close_reasonThatIsEndless_isCut() {
        ended(Outcome.FAILED, "x".repeat(32_768));

        assertThat(close().reason()).hasSizeLessThan(2_100).endsWith("…");
    }

    @Test
    void close_targetThatWasOvertaken_leavesTheRestToTheNewerRun() {
        ended(Outcome.OVERTAKEN, "");

        assertThat(close().outcome()).isEqualTo("overtaken");
    }

    @Test
    void close_outcomeOfAnotherWave_doesNotCount() {
        ledger.progress().put("push-1", new TargetOutcome(DEV, 2, Outcome.DEPLOYED, ""), HubForTests.NOW);
        hub.execution(MACHINE.execution(TARGET.name()), "RUNNING");

        assertThatExceptionOfType(Waiting.class).isThrownBy(this::close);
    }

    @Test
    void close_targetStillAtWork_waits() {
        hub.execution(MACHINE.execution(TARGET.name()), "RUNNING");

        assertThatExceptionOfType(Waiting.class).isThrownBy(this::close).withMessageContaining("dev eu-west-1");
    }

    @Test
    void close_executionThatWasStoppedWithoutAWord_failed() {
        hub.execution(MACHINE.execution(TARGET.name()), "ABORTED");

        assertThat(close().outcome()).isEqualTo("failed");
    }

    @Test
    void close_executionThatNeverWas_failed() {
        assertThat(close().reason()).contains("dev eu-west-1", "stopped");
    }

    @Test
    void close_waveThatIsGone_stalls() {
        hub.object("");

        assertThatExceptionOfType(Stalled.class).isThrownBy(this::close).withMessageContaining(KEY);
    }

    private ReportAnswer close() {
        return task.close(new ReportInput.CloseWave("push-1", KEY));
    }

    private void ended(Outcome outcome, String reason) {
        ledger.progress().put("push-1", new TargetOutcome(DEV, 1, outcome, reason), HubForTests.NOW);
    }
}
