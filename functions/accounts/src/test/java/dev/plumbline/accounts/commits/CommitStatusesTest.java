package dev.plumbline.accounts.commits;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.plumbline.estate.source.Secret;
import dev.plumbline.failure.Retryable;
import dev.plumbline.failure.Stalled;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statuses against stubs that answer as the providers' documentation shows. */
class CommitStatusesTest {

    private static final String COMMIT = "6dcb09b5b57875f334f61aebed695e2e4193db5e";
    private static final URI LINK =
            URI.create("https://eu-west-1.console.aws.amazon.com/states/home#/v2/executions/details/x");
    private static final String GITHUB = """
            {"url":"https://api.github.com/repos/acme/live/statuses/%s","id":1,"state":"success",
             "description":"d","target_url":"t","context":"plumbline/prod"}""".formatted(COMMIT);
    private static final String GITLAB = """
            {"id":93,"sha":"%s","ref":"main","status":"success","name":"plumbline/prod","target_url":"t"}""".formatted(COMMIT);
    private static final String BITBUCKET = """
            {"key":"plumbline/prod","type":"build","state":"SUCCESSFUL","name":"plumbline/prod","url":"u"}""";

    private final List<String> requests = new ArrayList<>();
    private final Map<String, String> answerHeaders = new HashMap<>();
    private HttpServer server;
    private JsonNode body = new ObjectMapper().createObjectNode();
    private String authorization = "";
    private int status = 201;
    private String answer = "{}";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            authorization = requireNonNullElse(exchange.getRequestHeaders().getFirst("Authorization"), "");
            body = new ObjectMapper().readTree(exchange.getRequestBody());
            answerHeaders.forEach(exchange.getResponseHeaders()::set);
            byte[] bytes = answer.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private URI base(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private CommitStatuses statuses(String id, String url, String path) {
        return CommitStatuses.of(id, URI.create(url), base(path), () -> new Secret("canary-token"));
    }

    private CommitStatuses gitHub() {
        return statuses("github:12345", "https://github.com/acme/live.git", "");
    }

    private static CommitStatus status(CommitState state) {
        return new CommitStatus(COMMIT, "prod", state, "12 stacks verified", LINK);
    }

    @ParameterizedTest
    @CsvSource({"PENDING,pending", "SUCCESS,success", "FAILURE,failure", "ERROR,error"})
    void set_gitHub_postsItsShape(CommitState state, String word) {
        answer = GITHUB;

        gitHub().set(status(state));

        assertThat(requests).containsExactly("POST /repos/acme/live/statuses/" + COMMIT);
        assertThat(authorization).isEqualTo("Bearer canary-token");
        assertThat(body.path("state").asText()).isEqualTo(word);
        assertThat(body.path("context").asText()).isEqualTo("plumbline/prod");
        assertThat(body.path("description").asText()).isEqualTo("12 stacks verified");
        assertThat(body.path("target_url").asText()).isEqualTo(LINK.toString());
    }

    @ParameterizedTest
    @CsvSource({"PENDING,running", "SUCCESS,success", "FAILURE,failed", "ERROR,failed"})
    void set_gitLab_postsItsShape(CommitState state, String word) {
        answer = GITLAB;

        statuses("gitlab:15", "https://gitlab.com/acme/group/live.git", "/api/v4/")
                .set(status(state));

        assertThat(requests).containsExactly("POST /api/v4/projects/15/statuses/" + COMMIT);
        assertThat(body.path("state").asText()).isEqualTo(word);
        assertThat(body.path("name").asText()).isEqualTo("plumbline/prod");
    }

    @Test
    void set_gitLabHasTheStatusAlready_isDone() {
        status = 400;
        answer = "{\"message\":{\"status\":[\"Cannot transition status via :run from :running\"]}}";

        statuses("gitlab:15", "https://gitlab.com/acme/live.git", "/api/v4").set(status(CommitState.PENDING));

        assertThat(requests).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"PENDING,INPROGRESS", "SUCCESS,SUCCESSFUL", "FAILURE,FAILED", "ERROR,STOPPED"})
    void set_bitbucket_postsItsShape(CommitState state, String word) {
        answer = BITBUCKET;

        statuses("bitbucket:{3eb2c7a2-5e7d-4c1a-8c53-5a2f0c1b9a10}", "https://bitbucket.org/acme/live", "/2.0")
                .set(status(state));

        assertThat(requests).containsExactly("POST /2.0/repositories/acme/live/commit/" + COMMIT + "/statuses/build");
        assertThat(body.path("state").asText()).isEqualTo(word);
        assertThat(body.path("key").asText()).isEqualTo("plumbline/prod");
        assertThat(body.path("url").asText()).isEqualTo(LINK.toString());
    }

    @Test
    void set_bitbucketWithLongContext_keepsTheKeyShortAndApart() {
        CommitStatuses bitbucket = statuses("bitbucket:{x}", "https://bitbucket.org/acme/live", "");

        bitbucket.set(new CommitStatus(COMMIT, "a".repeat(60), CommitState.SUCCESS, "", LINK));
        String first = body.path("key").asText();
        bitbucket.set(new CommitStatus(COMMIT, "a".repeat(61), CommitState.SUCCESS, "", LINK));

        assertThat(first).hasSize(40).isNotEqualTo(body.path("key").asText());
    }

    @ParameterizedTest
    @EnumSource(CommitState.class)
    void set_codeCommit_asksNobody(CommitState state) {
        statuses("codecommit:12345678-1234-5678-abcd-12345678abcd", "https://x/live", "")
                .set(status(state));

        assertThat(requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503})
    void set_providerIsBusy_isRetryableAndSaysHowLong(int busy) {
        status = busy;
        answerHeaders.put("Retry-After", "61");

        assertThatExceptionOfType(Retryable.class)
                .isThrownBy(() -> gitHub().set(status(CommitState.SUCCESS)))
                .withMessageContaining("61 seconds");
    }

    @Test
    void set_gitHubsLimits_areRetryableAlthoughTheyAre403() {
        status = 403;
        answerHeaders.put("X-RateLimit-Remaining", "0");
        assertThatExceptionOfType(Retryable.class).isThrownBy(() -> gitHub().set(status(CommitState.SUCCESS)));

        answerHeaders.clear();
        answerHeaders.put("Retry-After", "60");
        assertThatExceptionOfType(Retryable.class).isThrownBy(() -> gitHub().set(status(CommitState.SUCCESS)));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 403, 404, 410, 422})
    void set_refused_isStalledWithoutTokenAndTheirWords(int refusal) {
        status = refusal;
        answer = "{\"message\":\"canary-answer\"}";
        answerHeaders.put("Location", base("/elsewhere").toString());

        assertThatExceptionOfType(Stalled.class)
                .isThrownBy(() -> gitHub().set(status(CommitState.SUCCESS)))
                .satisfies(e -> assertThat(trace(e)).doesNotContain("canary"));
        assertThat(requests).hasSize(1);
    }

    private static String trace(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void set_nothingListens_isRetryable() {
        server.stop(0);

        assertThatExceptionOfType(Retryable.class).isThrownBy(() -> gitHub().set(status(CommitState.SUCCESS)));
    }

    @ParameterizedTest
    @CsvSource({
        "github:1,https://github.com/live.git,https://api.github.com",
        "github:1,https://github.com/acme/live,http://api.github.com",
        "github:1,https://github.com/acme/live,ftp://127.0.0.1",
        "github:1,https://github.com/acme/live,https://token@api.github.com",
        "github:1,https://github.com/acme/live,https://api.github.com?x=1",
        "gitlab:../1,https://gitlab.com/acme/live,https://gitlab.com/api/v4",
        "svn:1,https://github.com/acme/live,https://api.github.com",
        "1,https://github.com/acme/live,https://api.github.com",
    })
    void of_wrongConfiguration_isStalled(String id, String url, String api) {
        assertThatExceptionOfType(Stalled.class)
                .isThrownBy(() -> CommitStatuses.of(id, URI.create(url), URI.create(api), () -> new Secret("x")));
    }

    @Test
    void description_longOrOfManyLines_isOneLineOf140() {
        CommitStatus cut =
                new CommitStatus(COMMIT, "run", CommitState.FAILURE, "a\r\n\tb " + "\ud83d\udca5".repeat(200), LINK);

        assertThat(cut.description()).startsWith("a b ").endsWith("…");
        assertThat(cut.description().codePointCount(0, cut.description().length()))
                .isEqualTo(140);
    }

    @Test
    void status_notACommitOrContext_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CommitStatus("main", "run", CommitState.SUCCESS, "", LINK));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CommitStatus(COMMIT, "../run", CommitState.SUCCESS, "", LINK));
    }
}
