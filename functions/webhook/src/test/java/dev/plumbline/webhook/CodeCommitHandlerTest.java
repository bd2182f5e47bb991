package dev.plumbline.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plumbline.failure.Retryable;
import dev.plumbline.webhook.payload.Unreadable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pushes to CodeCommit, as EventBridge delivers them. */
class CodeCommitHandlerTest {

    private static final String EVENT =
            """
            {"version":"0","id":"01234567-EXAMPLE","detail-type":"CodeCommit Repository State Change",
             "source":"aws.codecommit","account":"555555555555","time":"2026-06-12T10:23:43Z","region":"eu-west-1",
             "resources":["arn:aws:codecommit:eu-west-1:555555555555:live"],
             "detail":{"event":"referenceUpdated","repositoryName":"live",
              "repositoryId":"12345678-1234-5678-abcd-12345678abcd","referenceType":"branch","referenceName":"main",
              "referenceFullName":"refs/heads/main","commitId":"3e5983EXAMPLE","oldCommitId":"3e5a9bEXAMPLE",
              "baseCommitId":"3e5a9bEXAMPLE","mergeOption":"THREE_WAY_MERGE"}}""".replace("3e5983EXAMPLE", "a".repeat(40)).replace("3e5a9bEXAMPLE", "b".repeat(40));

    private StubAws aws;
    private CodeCommitHandler door;

    @BeforeEach
    void start() throws IOException {
        aws = new StubAws();
        Map<String, String> environment = new HashMap<>(aws.environment());
        environment.put("PLUMBLINE_REPOSITORY_ID", "codecommit:12345678-1234-5678-abcd-12345678abcd");
        door = new CodeCommitHandler(environment);
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    private String take(String event) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        door.handleRequest(new ByteArrayInputStream(event.getBytes(UTF_8)), output, null);
        return output.toString(UTF_8);
    }

    @Test
    void take_push_startsRun() throws IOException {
        assertThat(take(EVENT)).contains("\"outcome\":\"started\"");
        assertThat(aws.executions().values())
                .containsExactly(
                        "{\"trigger\":\"push\",\"repository\":\"codecommit:12345678-1234-5678-abcd-12345678abcd\","
                                + "\"ref\":\"refs/heads/main\",\"before\":\"" + "b".repeat(40) + "\",\"after\":\""
                                + "a".repeat(40) + "\",\"delivery\":\"01234567-EXAMPLE\"}");
    }

    @Test
    void take_newBranch_startsRun() throws IOException {
        String event = EVENT.replace("referenceUpdated", "referenceCreated")
                .replace("\"oldCommitId\":\"" + "b".repeat(40) + "\",", "");

        assertThat(take(event)).contains("\"outcome\":\"started\"");
    }

    @ParameterizedTest
    @CsvSource({
        "555555555555,111111111111",
        "aws.codecommit,com.evil",
        "CodeCommit Repository State Change,CodeCommit Pull Request State Change",
        "referenceUpdated,referenceDeleted",
        "\"branch\",\"tag\"",
        "refs/heads/main,refs/heads/maintenance",
        "12345678-1234-5678-abcd-12345678abcd,12345678-1234-5678-abcd-12345678abce",
    })
    void take_anythingElse_isIgnored(String part, String other) throws IOException {
        assertThat(take(EVENT.replace(part, other))).contains("\"outcome\":\"ignored\"");
        assertThat(aws.executions()).isEmpty();
    }

    @Test
    void take_keepWarm_isAnsweredAtOnce() throws IOException {
        assertThat(take("{\"keepWarm\":true}")).isEqualTo("{}");
        assertThat(aws.calls()).isEmpty();
    }

    @Test
    void take_awsIsBusy_failsSoThatTheEventIsDeliveredAgain() {
        aws.fail("StartExecution", "ThrottlingException");

        assertThatExceptionOfType(Retryable.class).isThrownBy(() -> take(EVENT));
    }

    @Test
    void take_halfAnEvent_failsSoThatItIsKept() {
        assertThatExceptionOfType(Unreadable.class).isThrownBy(() -> take(EVENT.replace("\"commitId\"", "\"commit\"")));
    }
}
