package dev.plumbline.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.webhook.Knock.Response;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * All payloads of GitHub that npm's {@code @octokit/webhooks-examples} has collected, through the whole function. Where
 * npm is missing these tests are skipped, save in CI.
 */
class OctokitExamplesTest {

    private static final String PACKAGE = "@octokit/webhooks-examples@7.6.1";
    private static final Path FOLDER = Path.of("target", "octokit").toAbsolutePath();
    private static final Path INDEX =
            FOLDER.resolve("node_modules/@octokit/webhooks-examples/api.github.com/index.json");
    private static final String SECRET = "canary";

    private static final List<Example> EXAMPLES = new ArrayList<>();
    private static StubAws aws;
    private static WebhookHandler door;

    private record Example(String event, String text) {
        byte[] body() {
            return text.getBytes(UTF_8);
        }
    }

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        if (!Files.exists(INDEX)) {
            install();
        }
        for (JsonNode event : Knock.JSON.readTree(INDEX.toFile())) {
            for (JsonNode example : event.path("examples")) {
                EXAMPLES.add(new Example(event.path("name").asText(), Knock.JSON.writeValueAsString(example)));
            }
        }
        aws = new StubAws();
        aws.secret("AWSCURRENT", "{\"github\":\"" + SECRET + "\"}");
        door = new WebhookHandler(aws.environment());
    }

    private static void install() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        File log = FOLDER.resolve("npm.log").toFile();
        int exit;
        try {
            Process npm = new ProcessBuilder(
                            "npm",
                            "install",
                            "--no-save",
                            "--ignore-scripts",
                            "--no-audit",
                            "--no-fund",
                            "--prefix",
                            FOLDER.toString(),
                            PACKAGE)
                    .redirectErrorStream(true)
                    .redirectOutput(log)
                    .start();
            exit = npm.waitFor(3, TimeUnit.MINUTES) ? npm.exitValue() : -1;
            npm.destroyForcibly();
        } catch (IOException e) {
            exit = -1;
        }
        if (exit != 0) {
            String why = PACKAGE + " cannot be installed: npm is missing or failed, see " + log;
            if ("true".equals(System.getenv("CI"))) {
                fail(why);
            }
            abort(why);
        }
    }

    @AfterAll
    static void stop() {
        if (door != null) {
            door.close();
            aws.close();
        }
    }

    @Test
    void index_always_holdsAllExamples() {
        assertThat(EXAMPLES).hasSizeGreaterThanOrEqualTo(329);
        assertThat(EXAMPLES.stream().filter(example -> example.event().equals("push")))
                .hasSizeGreaterThanOrEqualTo(7);
    }

    @Test
    void receive_signed_isAnswered() {
        assertThat(EXAMPLES).allSatisfy(example -> {
            Response response =
                    Knock.gitHub(example.event(), SECRET, example.body()).at(door);
            assertThat(response.status())
                    .as(() -> example.event() + " " + response.body())
                    .isEqualTo(example.event().equals("ping") ? 200 : 202);
            if (!example.event().equals("push")) {
                assertThat(response.field("outcome")).isNotEqualTo("started");
            }
        });
    }

    @Test
    void receive_unsigned_isRefused() {
        assertThat(EXAMPLES)
                .allSatisfy(example -> assertThat(Knock.with(example.body())
                                .header("x-github-event", example.event())
                                .at(door)
                                .status())
                        .isEqualTo(401));
    }

    @Test
    void receive_everyPayloadSaidToBeAPush_neverFailsOnOurSide() {
        assertThat(EXAMPLES)
                .allSatisfy(example -> assertThat(Knock.gitHub("push", SECRET, example.body())
                                .at(door)
                                .status())
                        .isIn(202, 422));
    }

    @Test
    void receive_pushOfTheBranch_startsRunWithItsCommit() throws IOException {
        Example push = EXAMPLES.stream()
                .filter(example ->
                        example.event().equals("push") && example.text().contains("\"ref\":\"refs/heads/"))
                .findFirst()
                .orElseThrow();
        JsonNode body = Knock.JSON.readTree(push.text());
        Map<String, String> environment = new HashMap<>(aws.environment());
        environment.put("PLUMBLINE_BRANCH", body.path("ref").asText());
        environment.put(
                "PLUMBLINE_REPOSITORY_ID",
                "github:" + body.path("repository").path("id").asText());
        WebhookHandler its = new WebhookHandler(environment);

        Response response = Knock.gitHub("push", SECRET, push.body()).at(its);

        assertThat(response.field("outcome")).isEqualTo("started");
        assertThat(aws.executions().get(response.field("run")))
                .contains("\"after\":\"" + body.path("after").asText() + "\"");
        its.close();
    }

    @Test
    void receive_pullRequestIntoTheBranch_startsPlanOrSaysWhyNot() throws IOException {
        List<Example> requests = EXAMPLES.stream()
                .filter(example -> example.event().equals("pull_request"))
                .toList();
        assertThat(requests).hasSizeGreaterThanOrEqualTo(29);
        Set<String> outcomes = new TreeSet<>();
        for (Example request : requests) {
            JsonNode body = Knock.JSON.readTree(request.text());
            Map<String, String> environment = new HashMap<>(aws.environment());
            environment.put(
                    "PLUMBLINE_BRANCH",
                    "refs/heads/" + body.at("/pull_request/base/ref").asText());
            environment.put(
                    "PLUMBLINE_REPOSITORY_ID",
                    "github:" + body.at("/repository/id").asText());
            WebhookHandler its = new WebhookHandler(environment);
            aws.executions().clear();

            Response response =
                    Knock.gitHub("pull_request", SECRET, request.body()).at(its);

            assertThat(response.status()).isEqualTo(202);
            String action = body.path("action").asText();
            boolean asks = List.of("opened", "reopened", "synchronize", "ready_for_review")
                    .contains(action);
            boolean draft = body.at("/pull_request/draft").asBoolean();
            assertThat(response.field("outcome")).as(action).isEqualTo(asks && !draft ? "started" : "ignored");
            outcomes.add(action + " " + response.field("outcome"));
            its.close();
        }
        assertThat(outcomes).contains("opened started", "synchronize started", "closed ignored");
    }
}
