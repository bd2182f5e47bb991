package dev.plumbline.accounts.stacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

class StackStateTest {

    @ParameterizedTest
    @CsvSource({
        "REVIEW_IN_PROGRESS, REVIEW",
        "CREATE_IN_PROGRESS, IN_PROGRESS",
        "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS, IN_PROGRESS",
        "UPDATE_ROLLBACK_COMPLETE, READY",
        "ROLLBACK_COMPLETE, CREATE_FAILED",
        "UPDATE_ROLLBACK_FAILED, ROLLBACK_FAILED",
        "UPDATE_FAILED, UPDATE_FAILED",
        "DELETE_FAILED, DELETE_FAILED",
        "DELETE_COMPLETE, MISSING"
    })
    void of_status_saysWhatCanBeDone(String status, StackState state) {
        assertThat(StackState.of(status)).isEqualTo(state);
    }

    @ParameterizedTest
    @MethodSource("statuses")
    void of_everyStatusThatTheSdkKnows_isKnown(String status) {
        assertThat(StackState.of(status)).isNotNull();
    }

    @Test
    void succeeded_rolledBackUpdate_isFalse() {
        assertThat(StackState.succeeded("UPDATE_COMPLETE")).isTrue();
        assertThat(StackState.succeeded("UPDATE_ROLLBACK_COMPLETE")).isFalse();
    }

    private static Stream<String> statuses() {
        return StackStatus.knownValues().stream().map(StackStatus::toString);
    }
}
