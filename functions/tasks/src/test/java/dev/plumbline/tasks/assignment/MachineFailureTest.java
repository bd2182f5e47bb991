package dev.plumbline.tasks.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class MachineFailureTest {

    @Test
    void read_failureOfOurs_isItsMessage() {
        assertThat(read("dev.plumbline.failure.Stalled", "{\"errorType\":\"x\",\"errorMessage\":\"Do this\"}"))
                .isEqualTo("Do this");
    }

    @Test
    void read_waitedToTheEnd_saysSo() {
        assertThat(read("dev.plumbline.failure.Waiting", "{\"errorMessage\":\"Busy\"}"))
                .isEqualTo("Waited too long. Busy");
    }

    @Test
    void read_timeoutOfTheMachine_namesIt() {
        assertThat(read("States.Timeout", "")).isEqualTo("States.Timeout");
    }

    @Test
    void read_plainCause_isKept() {
        assertThat(read("States.DataLimitExceeded", "too large")).isEqualTo("States.DataLimitExceeded: too large");
    }

    @Test
    void read_executionThatWasWaitedFor_saysWhatItSaid() {
        assertThat(read(
                        "States.TaskFailed",
                        "{\"ExecutionArn\":\"arn\",\"Error\":\"Run.stalled\",\"Cause\":\"Do this\"}"))
                .isEqualTo("Do this");
        assertThat(read("States.TaskFailed", "{\"ExecutionArn\":\"arn\",\"Name\":\"run-1\",\"Status\":\"ABORTED\"}"))
                .isEqualTo("run-1 ended as ABORTED");
    }

    private static String read(String error, String cause) {
        ObjectNode caught = JsonNodeFactory.instance.objectNode();
        caught.put("Error", error).put("Cause", cause);
        return MachineFailure.read(caught).message();
    }
}
