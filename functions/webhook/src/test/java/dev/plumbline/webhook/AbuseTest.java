package dev.plumbline.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.plumbline.json.Json;
import dev.plumbline.webhook.Knock.Response;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stranger, and a provider gone mad, may send: refused, cheap, and never a failure of ours. */
class AbuseTest {

    private static final String SECRET = "canary-secret";
    private static final String PUSH = "{\"ref\":\"refs/heads/main\",\"before\":\"" + "a".repeat(40) + "\",\"after\":\""
            + "b".repeat(40) + "\",\"repository\":{\"id\":186853002}}";
    private static final long SEED = Long.getLong("plumbline.seed", 20261123L);
    private static final int MUTATIONS = Integer.getInteger("plumbline.mutations", 1_500);

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

    private static Knock signed(String body) {
        return Knock.gitHub("push", SECRET, body.getBytes(UTF_8));
    }

    @Test
    void receive_thirtyMegabytes_isTooLargeBeforeAnythingElse() {
        Response response = signed(" ".repeat(30 << 20)).at(door);

        assertThat(response.status()).isEqualTo(413);
        assertThat(aws.calls()).isEmpty();
    }

    /** GitHub tells of up to 2,048 commits in one push, which makes more than 1 MiB ("Webhook events and payloads"). */
    @Test
    void receive_pushOfThousandsOfCommits_startsRun() {
        String commit = "{\"id\":\"" + "c".repeat(40) + "\",\"message\":\"" + "m \\\"quoted\\\" ".repeat(30)
                + "\",\"author\":{\"name\":\"N\",\"email\":\"n@example.com\"},\"added\":[\"a\",\"b\"],\"removed\":[]},";
        String commits = "\"commits\":[" + commit.repeat(8_000) + "{}],";
        String push = "{" + commits + PUSH.substring(1);
        assertThat(push.length()).isGreaterThan(4 << 20);

        assertThat(signed(push).at(door).field("outcome")).isEqualTo("started");
    }

    /** What Lambda delivers is read: it takes 6 MB at most, with its own words around the body (Lambda quotas). */
    @Test
    void receive_allThatLambdaDelivers_isRead() {
        assertThat(signed(PUSH + " ".repeat(6 << 20)).at(door).status()).isEqualTo(202);
    }

    private static List<String> hostile() {
        return List.of(
                "[".repeat(500_000),
                "{\"a\":".repeat(200_000),
                "{\"repository\":" + "[".repeat(100) + "]".repeat(100) + "}",
                "{\"repository\":{\"id\":" + "9".repeat(100_000) + "}}",
                "{\"repository\":{\"id\":1e999999999}}",
                "{\"" + "n".repeat(100_000) + "\":1}",
                "[" + "0,".repeat(400_000) + "0]",
                " ",
                "null",
                "[]",
                "\"text\"",
                "7",
                "{",
                "{}}{",
                "{}",
                "\u0000",
                "\ufeff{}",
                "<xml/>",
                "{\"ref\":\"\\ud800\"}");
    }

    @Test
    void receive_hostileJson_isUnprocessable() {
        for (String body : hostile()) {
            assertThat(signed(body).at(door).status()).as(() -> start(body)).isEqualTo(422);
        }
        assertThat(aws.executions()).isEmpty();
    }

    @Test
    void receive_emptyBodyThatIsSigned_isRefused() {
        assertThat(signed("").at(door).status()).isEqualTo(401);
    }

    @Test
    void receive_hostileJsonUnsigned_isNeverParsed() {
        for (String body : hostile()) {
            Response response =
                    Knock.with(body).header("x-github-event", "push").at(door);
            assertThat(response.status()).as(() -> start(body)).isEqualTo(401);
        }
        assertThat(aws.calls()).isEmpty();
    }

    private static String start(String body) {
        return body.substring(0, Math.min(body.length(), 40));
    }

    @Test
    void receive_wrongSignature_saysNothingMoreThanAMissingOne() {
        Response wrong = signed(PUSH)
                .header("x-hub-signature-256", "sha256=" + "0".repeat(64))
                .at(door);
        Response missing = signed(PUSH).without("x-hub-signature-256").at(door);

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong).isEqualTo(missing);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not base64!", "====", "\u00e4"})
    void receive_brokenBase64_isRefused(String body) throws IOException {
        Response response = raw("{\"rawPath\":\"/\",\"requestContext\":{\"http\":{\"method\":\"POST\"}},"
                + "\"headers\":{\"x-github-event\":\"push\"},\"isBase64Encoded\":true,\"body\":\"" + body + "\"}");

        assertThat(response.status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "7",
                "{\"rawPath\":7,\"headers\":[],\"requestContext\":null}",
                "{\"rawPath\":\"/\",\"headers\":{\"x-github-event\":null,\"x-hub-signature-256\":{}},"
                        + "\"requestContext\":{\"http\":{\"method\":\"POST\"}}}",
                "{\"keepWarm\":\"yes\"}",
                "{\"keepWarm\":{}}",
            })
    void receive_eventThatIsNone_isRefused(String event) throws IOException {
        assertThat(raw(event).status()).isIn(401, 404);
        assertThat(aws.calls()).isEmpty();
    }

    private Response raw(String event) throws IOException {
        return Knock.raw(door, event);
    }

    @Test
    void receive_headersThatConfuseFrameworks_changeNothing() {
        Map<String, String> odd = Map.of(
                "Accept", "text/html;q=0.1, \u0000",
                "Accept-Language", "en,".repeat(10_000),
                "Content-Length", "-1",
                "Transfer-Encoding", "chunked",
                "Content-Encoding", "gzip",
                "Origin", "https://evil.example",
                "X-HTTP-Method-Override", "DELETE",
                "Cookie", "a=" + "b".repeat(8_000),
                "Expect", "100-continue");
        Knock knock = signed(PUSH);
        odd.forEach(knock::header);

        assertThat(knock.at(door).status()).isEqualTo(202);
    }

    @Test
    void receive_randomMutations_neverFailAndNeverStartMoreThanWasSigned() {
        Random random = new Random(SEED);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] body = mutated(PUSH.getBytes(UTF_8), random);
            boolean signed = random.nextBoolean();
            Knock knock = signed
                    ? Knock.gitHub("push", SECRET, body)
                    : Knock.with(body).header("x-github-event", "push");
            String header = HEADERS.get(random.nextInt(HEADERS.size()));
            boolean disturbed = random.nextInt(4) == 0;
            if (disturbed) {
                knock.header(header, new String(mutated(header.getBytes(UTF_8), random), UTF_8));
            }
            knock.base64();

            Response response = knock.at(door);

            String what = "mutation " + i + " of seed " + SEED + ": " + response;
            assertThat(response.status()).as(what).isIn(signed ? List.of(202, 401, 422, 415) : List.of(401));
        }
        assertThat(aws.executions().keySet()).allMatch(name -> name.matches("push-[0-9a-f]{32}-0"));
        assertThat(aws.executions().values())
                .allMatch(input -> input.contains("\"ref\":\"refs/heads/main\"") && input.contains("github:186853002"));
    }

    private static final List<String> HEADERS = List.of(
            "x-github-event",
            "x-hub-signature",
            "x-gitlab-event",
            "x-gitlab-token",
            "webhook-id",
            "webhook-timestamp",
            "webhook-signature",
            "x-event-key",
            "circleci-signature",
            "circleci-event-type",
            "content-type");

    private static byte[] mutated(byte[] original, Random random) {
        byte[] bytes = original.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            bytes[random.nextInt(bytes.length)] =
                    random.nextInt(3) == 0 ? (byte) random.nextInt(256) : original[random.nextInt(original.length)];
        }
        return bytes;
    }

    @Test
    void handleRequest_randomEvents_neverThrow() {
        Random random = new Random(SEED);
        String event = "{\"version\":\"2.0\",\"rawPath\":\"/\",\"headers\":{\"x-github-event\":\"push\",\"x\":\"y\"},"
                + "\"requestContext\":{\"http\":{\"method\":\"POST\",\"path\":\"/\"}},\"body\":\"{}\"}";
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] bytes = mutated(event.getBytes(UTF_8), random);
            if (isJson(bytes)) {
                assertThatCode(() -> assertThat(raw(new String(bytes, UTF_8)).status())
                                .isIn(401, 404))
                        .as("event %d of seed %d", i, SEED)
                        .doesNotThrowAnyException();
            }
        }
    }

    private static boolean isJson(byte[] bytes) {
        try {
            Json.read(new String(bytes, UTF_8));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
