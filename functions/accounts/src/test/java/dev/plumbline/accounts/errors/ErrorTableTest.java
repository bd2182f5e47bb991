package dev.plumbline.accounts.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.failure.Failure;
import dev.plumbline.failure.Invalid;
import dev.plumbline.failure.Retryable;
import dev.plumbline.failure.Stalled;
import dev.plumbline.failure.Waiting;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

class ErrorTableTest {

    private static final ErrorTable TABLE = ErrorTable.of("Service")
            .wait("InUseException")
            .waitWhere("ValidationError", "_IN_PROGRESS")
            .rejectWhere("ValidationError", "template")
            .stall("Ask for more", "Throttling.Quota")
            .build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Throttling",
                "ThrottlingException",
                "RequestLimitExceeded",
                "TooManyRequestsException",
                "ProvisionedThroughputExceededException",
                "SlowDown",
                "ServiceUnavailable",
                "ExpiredToken",
                "ExpiredTokenException"
            })
    void failure_passingFault_isRetryable(String code) {
        assertThat(failure(400, code, "slower")).isInstanceOf(Retryable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "SomethingNew"})
    void failure_personNeeded_isStalled(String code) {
        assertThat(failure(400, code, "no")).isInstanceOf(Stalled.class);
    }

    @Test
    void failure_unknownCodeOfAServerFault_isRetryable() {
        assertThat(failure(503, "SomethingNew", "no")).isInstanceOf(Retryable.class);
    }

    @Test
    void failure_ownRule_comesBeforeTheCommonOnes() {
        assertThat(failure(400, "Throttling.Quota", "no"))
                .isInstanceOf(Stalled.class)
                .hasMessageContaining("Ask for more");
    }

    @Test
    void failure_codeWithManyMeanings_isToldByItsMessage() {
        assertThat(failure(400, "ValidationError", "Stack is in UPDATE_IN_PROGRESS state"))
                .isInstanceOf(Waiting.class);
        assertThat(failure(400, "ValidationError", "the template is wrong")).isInstanceOf(Invalid.class);
        assertThat(failure(400, "ValidationError", "else")).isInstanceOf(Stalled.class);
    }

    @Test
    void failure_message_saysWhatWasTriedAndWhatAwsSaidOnOneLine() {
        assertThat(failure(400, "InUseException", "first line\n\u001b[31msecond line"))
                .hasMessage("Could not look: first line [31msecond line (Service InUseException)");
    }

    /** How CloudFormation refuses a value that is too long: first the value, which has more than 4,096 characters. */
    @Test
    void failure_refusalOfALongValue_keepsTheReason() {
        String said = "1 validation error detected: Value '" + "x".repeat(5_000)
                + "' at 'parameters.3.member.parameterValue' failed to satisfy constraint: Member must have length less"
                + " than or equal to 4096";

        assertThat(failure(400, "ValidationError", said))
                .hasMessageContaining("Value 'xxxxxxxxxxxx")
                .hasMessageContaining("…' at 'parameters.3.member.parameterValue' failed to satisfy constraint")
                .hasMessageContaining("equal to 4096 (Service ValidationError)");
        assertThat(String.valueOf(failure(400, "ValidationError", said).getMessage()))
                .hasSizeLessThan(300);
    }

    @Test
    void failure_longTextWithoutAnyValue_keepsBeginningAndEnd() {
        assertThat(failure(400, "Else", "first" + " and".repeat(1_000) + " last"))
                .hasMessageStartingWith("Could not look: first and")
                .hasMessageEndingWith("and last (Service Else)");
    }

    /** What a code means may stand behind the value: "… is in UPDATE_IN_PROGRESS state and can not be updated". */
    @Test
    void failure_meaningBehindALongText_isStillKnown() {
        assertThat(failure(400, "ValidationError", "x ".repeat(2_000) + "_IN_PROGRESS " + "x ".repeat(2_000)))
                .isInstanceOf(Waiting.class);
    }

    @Test
    void failure_connectionLost_isRetryable() {
        SdkClientException lost = SdkClientException.create("read", new SocketTimeoutException("timed out"));

        assertThat(TABLE.failure("look", lost)).isInstanceOf(Retryable.class);
    }

    @Test
    void failure_callThatCouldNeverWork_isStalled() {
        assertThat(TABLE.failure("look", SdkClientException.create("Unable to marshall")))
                .isInstanceOf(Stalled.class);
    }

    @Test
    void failure_typedInside_keepsItsMeaning() {
        Waiting inside = new Waiting("wait");

        assertThat(TABLE.failure("look", SdkClientException.create("wrapped", inside)))
                .isSameAs(inside);
    }

    @Test
    void callUnless_expectedAnswer_isNothing() {
        assertThat(TABLE.callUnless(new ErrorCode("NotFound"), "look", () -> {
                    throw error(404, "NotFoundException", "no");
                }))
                .isEmpty();
    }

    @Test
    void callUnless_otherAnswer_isAFailure() {
        assertThatThrownBy(() -> TABLE.callUnless(new ErrorCode("NotFound"), "look", () -> {
                    throw error(400, "Throttling", "no");
                }))
                .isInstanceOf(Retryable.class);
    }

    private static Failure failure(int status, String code, String message) {
        return TABLE.failure("look", error(status, code, message));
    }

    private static AwsServiceException error(int status, String code, String message) {
        return AwsServiceException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();
    }
}
