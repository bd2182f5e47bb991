package dev.plumbline.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.webhook.Knock.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The attacks on the door that {@code docs/threat-model.md} lists, under its names. */
class DoorAttacksTest {

    private static final String SECRET = "canary-secret";
    private static final String HEAD = "b".repeat(40);
    private static final String PUSH = "{\"ref\":\"refs/heads/main\",\"before\":\"" + "a".repeat(40) + "\",\"after\":\""
            + HEAD + "\",\"repository\":{\"id\":186853002}}";
    private static final String FORGED = "sha256=" + "0".repeat(64);

    private final List<String> log = new ArrayList<>();
    private StubAws aws;
    private WebhookHandler door;

    @BeforeEach
    void start() throws IOException {
        aws = new StubAws();
        aws.secret("AWSCURRENT", "{\"github\":\"" + SECRET + "\"}");
        door = new WebhookHandler(() -> DoorParts.of(aws.environment()), log::add);
    }

    @AfterEach
    void stop() {
        door.close();
        aws.close();
    }

    private static Knock push() {
        return Knock.gitHub("push", SECRET, PUSH.getBytes(UTF_8));
    }

    private static Knock forged() {
        return push().header("x-hub-signature-256", FORGED);
    }

    @Test
    void replayADelivery_forEver_startsOneRunForTheMovement() {
        String run = push().at(door).field("run");
        for (int i = 0; i < 20; i++) {
            assertThat(push().at(door).field("outcome")).isEqualTo("repeated");
        }

        aws.head(HEAD, run, 1, true, true);
        for (int i = 0; i < 20; i++) {
            assertThat(push().at(door).field("outcome")).isEqualTo("repeated");
        }

        assertThat(aws.executions()).containsOnlyKeys(run);
    }

    /** The run before ended without a claim, so that the record's version moved on: {@code Heads.endUnclaimed}. */
    @Test
    void replayADelivery_afterARunThatDiedBeforeItsClaim_startsOneMore() {
        String died = push().at(door).field("run");
        aws.head("c".repeat(40), "push-of-before", 1, true, true);

        Response again = push().at(door);

        assertThat(again.field("outcome")).isEqualTo("started");
        assertThat(again.field("run")).isNotEqualTo(died).endsWith("-1");
        assertThat(push().at(door).field("outcome")).isEqualTo("repeated");
        assertThat(aws.executions()).hasSize(2);
    }

    @Test
    void evictTheSecret_forgeryWhileSecretsManagerFails_keepsTheOneThatIsKnown() {
        assertThat(push().at(door).status()).isEqualTo(202);
        aws.fail("GetSecretValue", "InternalServiceErrorException");

        assertThat(forged().at(door).status()).isIn(401, 503);

        assertThat(push().at(door).status()).isEqualTo(202);
    }

    @Test
    void chokeTheParser_bodyLargerThanLambdaTakes_isRefusedUnread() {
        Response response = Knock.gitHub("push", SECRET, " ".repeat(30 << 20).getBytes(UTF_8))
                .at(door);

        assertThat(response.status()).isEqualTo(413);
        assertThat(aws.calls()).isEmpty();
    }

    static Stream<Arguments> knockUnseen() {
        return Stream.of(
                Arguments.of("elsewhere", push().path("/webhook"), "{'method':'POST','path':'/webhook'}"),
                Arguments.of("another method", push().method("GET"), "{'method':'GET','path':'/'}"),
                Arguments.of("no body", Knock.gitHub("push", SECRET, new byte[0]), "{'cause':'malformed'}"),
                Arguments.of("too large", Knock.with(" ".repeat(9 << 20)), "{'level':'WARN'}"),
                Arguments.of("nobody", Knock.with(PUSH), "{'cause':'no provider'}"),
                Arguments.of("two providers", push().header("x-gitlab-event", "Push Hook"), "{'cause':'malformed'}"),
                Arguments.of(
                        "no secret for it",
                        Knock.with(PUSH).header("x-gitlab-event", "Push Hook").header("x-gitlab-token", "t"),
                        "{'cause':'no secret for the provider','provider':'gitlab'}"),
                Arguments.of("forged", forged(), "{'cause':'wrong signature','provider':'github'}"),
                Arguments.of(
                        "no signature",
                        push().without("x-hub-signature-256"),
                        "{'cause':'malformed','provider':'github'}"),
                Arguments.of(
                        "a form",
                        Knock.gitHub("push", SECRET, "payload=x".getBytes(UTF_8)),
                        "{'provider':'github','event':'push'}"),
                Arguments.of(
                        "unreadable",
                        Knock.gitHub("push", SECRET, "{}".getBytes(UTF_8)),
                        "{'provider':'github','event':'push'}"),
                Arguments.of("a push", push(), "{'provider':'github','event':'push','outcome':'started'}"));
    }

    /** What it is told by the log, nobody is told by the answer. */
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void knockUnseen(String what, Knock knock, String expected) throws IOException {
        Response response = knock.at(door);

        assertThat(log).as(what).hasSize(1);
        JsonNode line = Knock.JSON.readTree(log.getFirst());
        JsonNode fields = Knock.JSON.readTree(expected.replace('\'', '"'));
        assertThat(fields.properties())
                .allSatisfy(field ->
                        assertThat(line.path(field.getKey())).as(field.getKey()).isEqualTo(field.getValue()));
        assertThat(log.getFirst()).doesNotContain(SECRET, FORGED, HEAD);
        if (response.status() == 401) {
            assertThat(response).isEqualTo(Knock.with("x").at(door));
        }
    }

    @Test
    void knockUnseen_bodyThatIsNoBase64_isALine() throws IOException {
        Response response = Knock.raw(
                door,
                "{\"rawPath\":\"/\",\"requestContext\":{\"http\":{\"method\":\"POST\"}},"
                        + "\"headers\":{\"x-github-event\":\"push\"},\"isBase64Encoded\":true,\"body\":\"no base64!\"}");

        assertThat(response.status()).isEqualTo(401);
        assertThat(log).singleElement().asString().contains("\"cause\":\"malformed\"");
    }
}
