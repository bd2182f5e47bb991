package dev.plumbline.local.host;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostServerTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    HostServer server;

    @BeforeEach
    void start() throws IOException {
        Path state = Files.createDirectories(folder.resolve("state"));
        DeployedZip.in(state);
        FunctionHost functions = new FunctionHost(new FunctionLogs(folder.resolve("logs")));
        server = HostServer.start(0, state, functions, folder.resolve("git"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void invoke_deployedFunction_answersPayloadAndLog() throws Exception {
        HttpResponse<String> response = post("/invoke", request("fail").put("version", "7"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(response.body()).at("/error/errorType").asText())
                .isEqualTo("dev.plumbline.local.host.deployed.Probe$Refused");
        assertThat(JSON.readTree(response.body()).at("/log").asText()).startsWith("START RequestId: r-1 Version: 7");
        assertThat(JSON.readTree(post("/invoke", request("name")).body())
                        .at("/payload")
                        .asText())
                .isEqualTo("nobody");
    }

    @Test
    void invoke_codeOutsideTheStateFolder_isRefused() throws Exception {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        ObjectNode request = request("instance")
                .put("codePath", DeployedZip.in(outside).path().toString());

        assertThat(post("/invoke", request).statusCode()).isEqualTo(400);
    }

    @Test
    void invoke_missingField_isNamed() throws Exception {
        ObjectNode request = request("instance");
        request.remove("handler");
        HttpResponse<String> response = post("/invoke", request);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("handler is missing");
    }

    @Test
    void invoke_notJson_isRefused() throws Exception {
        HttpRequest.Builder form = HttpRequest.newBuilder(uri("/invoke"))
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{}"));

        assertThat(send(form).statusCode()).isEqualTo(415);
        assertThat(send(HttpRequest.newBuilder(uri("/invoke")).GET()).statusCode())
                .isEqualTo(405);
    }

    @Test
    void health_otherHostName_isMisdirected() throws Exception {
        try (Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), server.port())) {
            socket.getOutputStream()
                    .write("GET /health HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                            .getBytes(US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
                    .startsWith("HTTP/1.1 421 ");
        }
    }

    @Test
    void health_running_isOk() throws Exception {
        assertThat(send(HttpRequest.newBuilder(uri("/health")).GET()).body())
                .isEqualTo("{\"status\":\"ok\",\"functions\":0}");
    }

    @Test
    void kill_nothingInFlight_killsNone() throws Exception {
        assertThat(post("/kill", JSON.createObjectNode().put("functionName", "probe"))
                        .body())
                .isEqualTo("{\"killed\":0}");
        assertThat(post("/kill", JSON.createObjectNode()).statusCode()).isEqualTo(400);
    }

    @Test
    void git_shallowClone_getsTheHeadOnly() throws Exception {
        Path work = folder.resolve("work");
        git("init", "--quiet", "--initial-branch=main", work.toString());
        for (String commit : List.of("one", "two")) {
            git("-C", work.toString(), "commit", "--quiet", "--allow-empty", "--message=" + commit);
        }
        git(
                "clone",
                "--quiet",
                "--bare",
                work.toString(),
                folder.resolve("git/live.git").toString());
        Path clone = folder.resolve("clone");
        git("clone", "--quiet", "--depth=1", uri("/git/live.git").toString(), clone.toString());

        assertThat(git("-C", clone.toString(), "log", "--format=%s")).isEqualTo("two\n");
    }

    private ObjectNode request(String wish) {
        return JSON.createObjectNode()
                .put("functionName", "probe")
                .put("functionArn", "arn:aws:lambda:eu-west-1:555555555555:function:probe")
                .put("version", "$LATEST")
                .put("handler", "dev.plumbline.local.host.deployed.Probe::handleRequest")
                .put("codeSha256", "sha")
                .put("codePath", folder.resolve("state/probe.zip").toString())
                .put("timeoutMillis", 30_000)
                .put("requestId", "r-1")
                .put("payload", wish);
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private HttpResponse<String> post(String path, ObjectNode body) throws Exception {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }

    private static String git(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("git", "-c", "user.name=Test", "-c", "user.email=test@example.com"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), US_ASCII);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
