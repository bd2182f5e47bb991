package dev.plumbline.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.webhook.Knock.Response;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole function, from the event of a Function URL to the calls that it makes on AWS. */
class WebhookHandlerTest {

    private static final String SECRET = "It's a Secret to Everybody";
    private static final String BEFORE = "a10867b14bb761a232cd80139fbd4c0d33264240";
    private static final String AFTER = "59b20b8d5c6ff8d09518454d4dd8b7b30f095ab5";
    private static final String PUSH = "{\"ref\":\"refs/heads/main\",\"before\":\"" + BEFORE + "\",\"after\":\"" + AFTER
            + "\",\"repository\":{\"id\":186853002,\"full_name\":\"Codertocat/Hello-World\"},\"commits\":[]}";

    private StubAws aws;
    private WebhookHandler door;

    @BeforeEach
    void start() throws IOException {
        aws = new StubAws();
        aws.secret("AWSCURRENT", "{\"github\":\"" + SECRET + "\"}");
        door = new WebhookHandler(aws.environment());
    }

    @AfterEach
    void stop() {
        door.close();
        aws.close();
    }

    private static Knock push() {
        return Knock.gitHub("push", SECRET, PUSH.getBytes(UTF_8));
    }

    @Test
    void receive_push_startsRunAndNamesIt() {
        Response response = push().at(door);

        assertThat(response.status()).isEqualTo(202);
        assertThat(response.headers().path("content-type").asText()).isEqualTo("application/json");
        assertThat(response.field("outcome")).isEqualTo("started");
        assertThat(aws.executions()).containsOnlyKeys(response.field("run"));
        assertThat(response.field("run")).matches("push-[0-9a-f]{32}-0");
        assertThat(aws.executions().get(response.field("run")))
                .matches("\\{\"trigger\":\"push\",\"repository\":\"github:186853002\",\"ref\":\"refs/heads/main\","
                        + "\"before\":\"" + BEFORE + "\",\"after\":\"" + AFTER
                        + "\",\"delivery\":\"request-[0-9]+\"}");
    }

    @Test
    void receive_bodyAsBase64_isTheSame() {
        assertThat(push().base64().at(door).field("outcome")).isEqualTo("started");
    }

    @Test
    void receive_replayWithNewDeliveryId_answersWithTheSameRun() {
        String run = push().at(door).field("run");

        Response replay = push().header("x-github-delivery", "another").at(door);

        assertThat(replay.status()).isEqualTo(202);
        assertThat(replay.field("outcome")).isEqualTo("repeated");
        assertThat(replay.field("run")).isEqualTo(run);
        assertThat(aws.executions()).hasSize(1);
    }

    @Test
    void receive_fiveAtOnce_startOneRunAndOneSaysSo() throws Exception {
        List<String> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Response>> answers = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                answers.add(threads.submit(() -> push().at(door)));
            }
            for (Future<Response> answer : answers) {
                assertThat(answer.get().status()).isEqualTo(202);
                outcomes.add(answer.get().field("outcome"));
            }
        }

        assertThat(aws.executions()).hasSize(1);
        assertThat(outcomes).containsExactlyInAnyOrder("started", "repeated", "repeated", "repeated", "repeated");
    }

    @ParameterizedTest
    @CsvSource({"false,false", "false,true", "true,true"})
    void receive_headIsDeployedOrOnItsWay_startsNothing(boolean ended, boolean deployed) {
        aws.head(AFTER, "push-there-3", 4, ended, deployed);

        Response response = push().at(door);

        assertThat(response.field("outcome")).isEqualTo("repeated");
        assertThat(response.field("run")).isEqualTo("push-there-3");
        assertThat(aws.executions()).isEmpty();
    }

    @Test
    void receive_headEndedUndeployed_startsRunOfTheNextVersion() {
        aws.head(AFTER, "push-there-3", 4, true, false);

        assertThat(push().at(door).field("run")).matches("push-[0-9a-f]{32}-4");
    }

    @Test
    void receive_headElsewhere_startsRunOfThatVersion() {
        aws.head(BEFORE, "push-there-3", 7, true, true);

        assertThat(push().at(door).field("run")).matches("push-[0-9a-f]{32}-7");
    }

    @Test
    void receive_nameTakenByEndedExecution_answersWithIt() {
        String run = push().at(door).field("run");
        aws.executions().put(run, "ended");

        Response response = push().at(door);

        assertThat(response.field("outcome")).isEqualTo("repeated");
        assertThat(response.field("run")).isEqualTo(run);
    }

    @Test
    void receive_ping_isAnswered() {
        Response response =
                Knock.gitHub("ping", SECRET, "{\"zen\":\"z\"}".getBytes(UTF_8)).at(door);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.field("outcome")).isEqualTo("pong");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ref\":\"refs/heads/maintenance\"}",
                "{\"ref\":\"refs/heads/mai\"}",
                "{\"ref\":\"refs/heads/main/x\"}",
                "{\"ref\":\"refs/heads/feature/refs/heads/main\"}",
                "{\"ref\":\"refs/tags/main\"}",
                "{\"ref\":\"main\"}",
                "{\"ref\":\"refs/heads/Main\"}",
                "{\"repository\":{\"id\":1868530020}}",
                "{\"repository\":{\"id\":86853002}}",
                "{\"repository\":{\"id\":-186853002}}",
                "{\"after\":\"0000000000000000000000000000000000000000\",\"deleted\":true}",
            })
    void receive_authenticButElsewhere_isIgnoredWithReason(String changed) throws IOException {
        Response response = Knock.gitHub("push", SECRET, merged(changed)).at(door);

        assertThat(response.status()).isEqualTo(202);
        assertThat(response.field("outcome")).isEqualTo("ignored");
        assertThat(response.field("reason")).isNotBlank();
        assertThat(aws.calls()).containsOnly("GetSecretValue");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ref\":null}",
                "{\"ref\":7}",
                "{\"ref\":{}}",
                "{\"repository\":null}",
                "{\"repository\":[]}",
                "{\"repository\":{\"id\":null}}",
                "{\"repository\":{\"id\":\"186853002\"}}",
                "{\"repository\":{\"id\":1.8e8}}",
                "{\"after\":null}",
                "{\"after\":\"59b20b8d\"}",
                "{\"after\":\"59B20B8D5C6FF8D09518454D4DD8B7B30F095AB5\"}",
                "{\"before\":{\"a\":1}}",
            })
    void receive_authenticButWrongTypes_isUnprocessable(String changed) throws IOException {
        Response response = Knock.gitHub("push", SECRET, merged(changed)).at(door);

        assertThat(response.status()).isEqualTo(422);
        assertProblem(response);
        assertThat(aws.executions()).isEmpty();
    }

    private static byte[] merged(String changed) throws IOException {
        return Knock.JSON.writeValueAsBytes(
                Knock.JSON.readerForUpdating(Knock.JSON.readTree(PUSH)).readTree(changed));
    }

    @Test
    void receive_form_saysWhichContentTypeToSet() {
        byte[] form = "payload=%7B%7D".getBytes(UTF_8);

        Response response = Knock.gitHub("push", SECRET, form)
                .header("content-type", "application/x-www-form-urlencoded")
                .at(door);

        assertThat(response.status()).isEqualTo(415);
        assertProblem(response);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json; charset=utf-16", "text/plain; charset=iso-8859-1", "nonsense", ""})
    void receive_otherContentType_readsTheSameBytes(String type) {
        assertThat(push().header("content-type", type).at(door).field("outcome"))
                .isEqualTo("started");
    }

    @Test
    void receive_awsIsBusy_asksToDeliverAgain() {
        aws.fail("StartExecution", "ThrottlingException");

        Response response = push().at(door);

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.headers().path("retry-after").asText()).isEqualTo("30");
        assertProblem(response);
    }

    @Test
    void receive_awsRefuses_isAProblemWithoutItsWords() {
        aws.fail("StartExecution", "AccessDeniedException");

        Response response = push().at(door);

        assertThat(response.status()).isEqualTo(500);
        assertProblem(response);
        assertThat(response.body()).doesNotContain("canary-of-aws", "arn:");
    }

    @ParameterizedTest
    @CsvSource({"GET,/", "PUT,/", "DELETE,/", "OPTIONS,/", "POST,/x", "POST,//", "POST,/%2e%2e", "POST,/%ff"})
    void receive_otherPathOrMethod_isNotFound(String method, String path) {
        Response response = push().method(method).path(path).at(door);

        assertThat(response.status()).isEqualTo(404);
        assertProblem(response);
        assertThat(aws.calls()).isEmpty();
    }

    @Test
    void receive_keepWarm_isAnsweredAtOnce() throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();

        door.handleRequest(new ByteArrayInputStream("{\"keepWarm\":true}".getBytes(UTF_8)), output, null);

        assertThat(output).hasToString("{}");
        assertThat(aws.calls()).isEmpty();
    }

    @Test
    void twoDoors_inOneProcess_knowNothingOfEachOther() throws IOException {
        Map<String, String> environment = new HashMap<>(aws.environment());
        try (StubAws other = new StubAws()) {
            other.secret("AWSCURRENT", "{\"github\":\"other\"}");
            environment.put("AWS_ENDPOINT_URL", other.url());
            environment.put("PLUMBLINE_BRANCH", "refs/heads/trunk");
            WebhookHandler second = new WebhookHandler(environment);

            assertThat(push().at(second).status()).isEqualTo(401);
            assertThat(push().at(door).field("outcome")).isEqualTo("started");
            assertThat(Knock.gitHub("push", "other", PUSH.getBytes(UTF_8))
                            .at(second)
                            .field("outcome"))
                    .isEqualTo("ignored");
            second.close();
        }
    }

    private static void assertProblem(Response response) {
        assertThat(response.headers().path("content-type").asText()).isEqualTo("application/problem+json");
        assertThat(response.json().path("status").asInt()).isEqualTo(response.status());
        assertThat(response.field("type")).isEqualTo("about:blank");
        assertThat(response.field("title")).isNotBlank();
        assertThat(response.field("detail")).isNotBlank();
    }
}
