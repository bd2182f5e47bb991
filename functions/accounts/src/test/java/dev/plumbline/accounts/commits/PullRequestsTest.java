package dev.plumbline.accounts.commits;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.plumbline.estate.source.Secret;
import dev.plumbline.failure.Retryable;
import dev.plumbline.failure.Stalled;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of each provider, against answers of the shape that its documentation shows. */
class PullRequestsTest {

    private static final String MARK = "plumbline:plan refs/heads/main";
    private static final String COMMIT = "6dcb09b5b57875f334f61aebed695e2e4193db5e";
    private static final List<Annotation> WRONG =
            List.of(new Annotation("environments/dev.yaml", 7, "UNKNOWN_KEY", "x is not known"));
    private static final String UUID = "{3eb2c7a2-5e7d-4c1a-8c53-5a2f0c1b9a10}";

    private final ObjectMapper json = new ObjectMapper();
    private final List<String> requests = new ArrayList<>();
    private final List<JsonNode> bodies = new ArrayList<>();
    private final Map<String, String> answers = new HashMap<>();
    private final Map<String, Integer> statuses = new HashMap<>();
    private HttpServer server;

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
            String request = exchange.getRequestMethod() + " "
                    + exchange.getRequestURI().toString().replaceFirst("\\?.*[?&]page=([0-9]+)$", " page $1");
            byte[] body = exchange.getRequestBody().readAllBytes();
            requests.add(request);
            bodies.add(json.readTree(body.length == 0 ? "{}".getBytes(UTF_8) : body));
            byte[] answer = answers.getOrDefault(request, request.endsWith("comments page 1") ? "[]" : "{\"id\":1}")
                    .getBytes(UTF_8);
            exchange.sendResponseHeaders(statuses.getOrDefault(request, 200), answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private PullRequests of(String id) {
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return PullRequests.of(id, URI.create("https://host/acme/live.git"), base, () -> new Secret("canary-token"))
                .orElseThrow();
    }

    private List<String> written() {
        return requests.stream().filter(request -> !request.startsWith("GET")).toList();
    }

    private void gitHubHolds(String... comments) {
        answers.put("GET /user", "{\"login\":\"plumbline\",\"id\":7,\"type\":\"User\"}");
        answers.put("GET /repos/acme/live/issues/12/comments page 1", "[" + String.join(",", comments) + "]");
    }

    private static String gitHubComment(int id, int author, String text) {
        return """
                {"id":%d,"user":{"login":"x","id":%d,"type":"User"},"performed_via_github_app":null,"body":"%s"}""".formatted(id, author, text);
    }

    @Test
    void gitHub_withoutOurComment_createsOne() {
        gitHubHolds(gitHubComment(1, 8, "hello"));

        of("github:1").comment("12", MARK, List.of("<!-- " + MARK + " -->\nplan"));

        assertThat(written()).containsExactly("POST /repos/acme/live/issues/12/comments");
        assertThat(bodies.getLast().path("body").asText()).endsWith("plan");
    }

    @Test
    void gitHub_withOurComment_updatesItInPlace_andDeletesWhatIsLeftOver() {
        gitHubHolds(
                gitHubComment(1, 7, MARK + " one"), gitHubComment(2, 7, "else"), gitHubComment(3, 7, MARK + " two"));

        of("github:1").comment("12", MARK, List.of(MARK + " now"));

        assertThat(written())
                .containsExactly(
                        "PATCH /repos/acme/live/issues/comments/1", "DELETE /repos/acme/live/issues/comments/3");
    }

    @Test
    void gitHub_sameText_changesNothing() {
        gitHubHolds(gitHubComment(1, 7, MARK + " one"));

        of("github:1").comment("12", MARK, List.of(MARK + " one"));

        assertThat(written()).isEmpty();
    }

    @Test
    void gitHub_markOfSomebodyElse_isLeftAlone() {
        gitHubHolds(gitHubComment(1, 8, MARK + " forged"));

        of("github:1").comment("12", MARK, List.of(MARK + " plan"));

        assertThat(written()).containsExactly("POST /repos/acme/live/issues/12/comments");
    }

    @Test
    void gitHub_tokenOfAnApp_findsItsCommentAndNoPersons() {
        gitHubHolds(gitHubComment(1, 8, MARK + " forged"), """
                {"id":2,"user":{"id":9,"type":"Bot"},"performed_via_github_app":{"id":3},"body":"%s ours"}""".formatted(MARK));
        statuses.put("GET /user", 403);

        of("github:1").comment("12", MARK, List.of(MARK + " now"));

        assertThat(written()).containsExactly("PATCH /repos/acme/live/issues/comments/2");
    }

    @Test
    void gitHub_moreThanAPage_isReadToItsEnd() {
        String page = String.join(
                ",",
                IntStream.range(0, 100)
                        .mapToObj(id -> gitHubComment(id, 8, "x"))
                        .toList());
        gitHubHolds(page);
        answers.put(
                "GET /repos/acme/live/issues/12/comments page 2", "[" + gitHubComment(200, 7, MARK + " ours") + "]");

        of("github:1").comment("12", MARK, List.of(MARK + " now"));

        assertThat(written()).containsExactly("PATCH /repos/acme/live/issues/comments/200");
    }

    @Test
    void gitHub_problems_areACheckRunWithAnnotations() {
        List<Annotation> many = IntStream.range(1, 61)
                .mapToObj(line -> new Annotation("a.yaml", line, "T", "m"))
                .toList();

        of("github:1").annotate("12", COMMIT, MARK, many);

        assertThat(requests).containsExactly("POST /repos/acme/live/check-runs", "PATCH /repos/acme/live/check-runs/1");
        assertThat(bodies.getFirst().path("head_sha").asText()).isEqualTo(COMMIT);
        assertThat(bodies.getFirst().at("/output/annotations")).hasSize(50);
        assertThat(bodies.getFirst().at("/output/annotations/0/start_line").asInt())
                .isEqualTo(1);
        assertThat(bodies.getLast().at("/output/annotations")).hasSize(10);
    }

    @Test
    void gitHub_tokenThatMayMakeNoCheckRun_commentsOnTheLine_orOnTheFile() {
        statuses.put("POST /repos/acme/live/check-runs", 403);
        statuses.put("POST /repos/acme/live/pulls/12/comments", 422);
        answers.put("GET /user", "{\"id\":7}");
        answers.put("GET /repos/acme/live/pulls/12/comments page 1", "[" + gitHubComment(5, 7, MARK + " before") + "]");

        of("github:1").annotate("12", COMMIT, MARK, WRONG);

        assertThat(written())
                .containsExactly(
                        "POST /repos/acme/live/check-runs",
                        "DELETE /repos/acme/live/pulls/comments/5",
                        "POST /repos/acme/live/pulls/12/comments",
                        "POST /repos/acme/live/pulls/12/comments");
        assertThat(bodies.get(bodies.size() - 2).path("line").asInt()).isEqualTo(7);
        assertThat(bodies.getLast().path("subject_type").asText()).isEqualTo("file");
    }

    @Test
    void gitLab_merge_request_hasNotesAndDiscussions() {
        answers.put("GET /user", "{\"id\":7}");
        answers.put("GET /projects/15/merge_requests/12/notes page 1", """
                [{"id":1,"type":null,"author":{"id":7},"body":"%1$s old"},
                 {"id":2,"type":"DiffNote","author":{"id":7},"body":"%1$s line"},
                 {"id":3,"type":null,"author":{"id":8},"body":"%1$s forged"}]""".formatted(MARK));
        answers.put("GET /projects/15/merge_requests/12", """
                {"iid":12,"diff_refs":{"base_sha":"b","head_sha":"h","start_sha":"s"}}""");
        PullRequests gitLab = of("gitlab:15");

        gitLab.comment("12", MARK, List.of(MARK + " new"));
        gitLab.annotate("12", COMMIT, MARK, WRONG);

        assertThat(written())
                .containsExactly(
                        "PUT /projects/15/merge_requests/12/notes/1",
                        "DELETE /projects/15/merge_requests/12/notes/2",
                        "POST /projects/15/merge_requests/12/discussions");
        assertThat(bodies.getLast().at("/position/new_line").asInt()).isEqualTo(7);
        assertThat(bodies.getLast().at("/position/head_sha").asText()).isEqualTo("h");
    }

    @Test
    void bitbucket_pullRequest_hasCommentsAndAReport() {
        answers.put("GET /user", "{\"uuid\":\"{7}\"}");
        answers.put("GET /repositories/acme/live/pullrequests/12/comments page 1", """
                {"values":[{"id":1,"deleted":true,"user":{"uuid":"{7}"},"content":{"raw":"%1$s gone"}},
                 {"id":2,"deleted":false,"user":{"uuid":"{7}"},"content":{"raw":"%1$s old"}}],"page":1}""".formatted(MARK));
        PullRequests bitbucket = of("bitbucket:" + UUID);

        bitbucket.comment("12", MARK, List.of(MARK + " new", MARK + " more"));
        bitbucket.annotate("12", COMMIT, MARK, WRONG);

        String report = "/repositories/acme/live/commit/" + COMMIT + "/reports/plumbline-estate";
        assertThat(written())
                .containsExactly(
                        "PUT /repositories/acme/live/pullrequests/12/comments/2",
                        "POST /repositories/acme/live/pullrequests/12/comments",
                        "DELETE " + report,
                        "PUT " + report,
                        "POST " + report + "/annotations");
        assertThat(bodies.getLast().path(0).path("line").asInt()).isEqualTo(7);
        assertThat(bitbucket.form().folds()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"401, false", "403, false", "404, false", "422, false", "429, true", "500, true"})
    void refusal_always_saysWhatToDoAndNeverTheToken(int status, boolean passes) {
        gitHubHolds();
        statuses.put("POST /repos/acme/live/issues/12/comments", status);
        answers.put("POST /repos/acme/live/issues/12/comments", "{\"message\":\"canary-words\"}");
        PullRequests gitHub = of("github:1");

        assertThatExceptionOfType(passes ? Retryable.class : Stalled.class)
                .isThrownBy(() -> gitHub.comment("12", MARK, List.of(MARK)))
                .satisfies(refused -> assertThat(refused.toString()).doesNotContain("canary"));
    }

    @Test
    void codeCommit_hasNone() {
        assertThat(PullRequests.of(
                        "codecommit:3eb2c7a2-5e7d-4c1a-8c53-5a2f0c1b9a10",
                        URI.create("https://host/v1/repos/live"),
                        URI.create("http://127.0.0.1:1"),
                        () -> new Secret("t")))
                .isEmpty();
    }
}
