package dev.plumbline.accounts.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubAws;
import dev.plumbline.failure.Stalled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkflowsTest {

    private static final String MACHINE = "arn:aws:states:eu-west-1:555555555555:stateMachine:plumbline-reconcile";
    private static final String EXECUTION =
            "arn:aws:states:eu-west-1:555555555555:execution:plumbline-reconcile:push-1";

    @Test
    void start_newName_isStarted() {
        Start start = answering(StubAnswer.ok("{\"executionArn\":\"" + EXECUTION + "\",\"startDate\":1}"))
                .start(MACHINE, "push-1", "{}");

        assertThat(start).isEqualTo(new Start.Started(EXECUTION));
    }

    @Test
    void start_nameTaken_namesTheSameExecution() {
        Start start = answering(StubAnswer.jsonError(400, "ExecutionAlreadyExists", "taken"))
                .start(MACHINE, "push-1", "{}");

        assertThat(start).isEqualTo(new Start.AlreadyExists(EXECUTION));
    }

    @Test
    void start_noMachine_stalls() {
        Workflows workflows = answering(StubAnswer.jsonError(400, "StateMachineDoesNotExist", "no"));

        assertThatThrownBy(() -> workflows.start(MACHINE, "push-1", "{}")).isInstanceOf(Stalled.class);
    }

    @ParameterizedTest
    @CsvSource({
        "RUNNING, RUNNING",
        "PENDING_REDRIVE, RUNNING",
        "SUCCEEDED, SUCCEEDED",
        "FAILED, FAILED",
        "TIMED_OUT, FAILED",
        "ABORTED, FAILED"
    })
    void status_execution_isTold(String status, ExecutionStatus expected) {
        Workflows workflows = answering(StubAnswer.ok(
                "{\"executionArn\":\"a\",\"stateMachineArn\":\"m\",\"startDate\":1,\"status\":\"" + status + "\"}"));

        assertThat(workflows.status(EXECUTION)).isEqualTo(expected);
        assertThat(expected.ended()).isEqualTo(expected != ExecutionStatus.RUNNING);
    }

    @Test
    void status_unknownExecution_isGoneAndEnded() {
        Workflows workflows = answering(StubAnswer.jsonError(400, "ExecutionDoesNotExist", "no"));

        assertThat(workflows.status(EXECUTION)).isEqualTo(ExecutionStatus.GONE);
        assertThat(ExecutionStatus.GONE.ended()).isTrue();
    }

    @Test
    void wake_taskWaits_isDelivered() {
        assertThat(answering(StubAnswer.ok("{}")).succeed("token", "{}")).isEqualTo(Delivery.DELIVERED);
        assertThat(answering(StubAnswer.ok("{}")).fail("token", "dev.plumbline.failure.Stalled", "why"))
                .isEqualTo(Delivery.DELIVERED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TaskTimedOut", "TaskDoesNotExist", "InvalidToken"})
    void wake_nobodyWaits_isAnAnswer(String code) {
        assertThat(answering(StubAnswer.jsonError(400, code, "no")).succeed("token", "{}"))
                .isEqualTo(Delivery.NOBODY_WAITS);
        assertThat(answering(StubAnswer.jsonError(400, code, "no")).fail("token", "e", "c"))
                .isEqualTo(Delivery.NOBODY_WAITS);
    }

    @Test
    void wake_refused_showsNoToken() {
        Workflows workflows = answering(StubAnswer.jsonError(400, "AccessDeniedException", "no"));

        assertThatThrownBy(() -> workflows.succeed("canary", "{}"))
                .isInstanceOf(Stalled.class)
                .hasMessageNotContaining("canary");
    }

    private static Workflows answering(StubAnswer answer) {
        return Workflows.in(new StubAws(request -> answer).hub());
    }
}
