package dev.plumbline.local.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitHubApiTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COMMIT = "c".repeat(40);

    @TempDir
    Path folder;

    HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        server.createContext("/github", new GitHubApi(folder));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void comment_writtenChangedAndDeleted_isAFileMeanwhile() throws Exception {
        String comments = "/repos/acme/live/issues/12/comments";
        int id = JSON.readTree(send("POST", comments, "{\"body\":\"one\"}").body())
                .path("id")
                .asInt();
        Path file = folder.resolve("pull-requests/12/comment-" + id + ".md");
        assertThat(file).hasContent("one");

        send("PATCH", "/repos/acme/live/issues/comments/" + id, "{\"body\":\"two\"}");
        JsonNode listed =
                JSON.readTree(send("GET", comments + "?per_page=100&page=1", "").body());
        assertThat(listed).hasSize(1);
        assertThat(listed.path(0).path("body").asText()).isEqualTo("two");
        assertThat(send("GET", comments + "?per_page=100&page=2", "").body()).isEqualTo("[]");

        assertThat(send("DELETE", "/repos/acme/live/issues/comments/" + id, "").statusCode())
                .isEqualTo(204);
        assertThat(file).doesNotExist();
    }

    @Test
    void status_always_isKeptBesideItsCommitByItsName() throws Exception {
        String status = "/repos/acme/live/statuses/" + COMMIT;
        send("POST", status, "{\"context\":\"plumbline/plan\",\"state\":\"pending\"}");
        send("POST", status, "{\"context\":\"plumbline/plan\",\"state\":\"success\"}");
        send("POST", "/repos/acme/live/check-runs", "{\"name\":\"x\",\"head_sha\":\"" + COMMIT + "\"}");

        JsonNode kept = JSON.readTree(Files.readString(folder.resolve("commits/" + COMMIT + ".json")));
        assertThat(kept.path("statuses").path("plumbline/plan").path("state").asText())
                .isEqualTo("success");
        assertThat(kept.path("checks").has("x")).isTrue();
    }

    @Test
    void anythingElse_isNotFound_andWithoutATokenRefused() throws Exception {
        assertThat(send("GET", "/repos/acme/live/../../secrets", "").statusCode())
                .isEqualTo(404);
        HttpRequest anonymous = HttpRequest.newBuilder(uri("/user")).GET().build();
        assertThat(HttpClient.newHttpClient()
                        .send(anonymous, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(401);
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer local")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/github" + path);
    }
}
