package dev.plumbline.cli.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.plumbline.cli.process.Command;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveRepositoryTest {

    private static final String NOTHING = "0".repeat(40);

    @TempDir
    Path folder;

    HttpServer webhook;
    private final List<Received> received = new CopyOnWriteArrayList<>();

    Home home;
    Path tree;
    LiveRepository repository;

    private record Received(String host, String event, String signature, String body) {

        JsonNode json() throws Exception {
            return new ObjectMapper().readTree(body);
        }
    }

    @BeforeEach
    void create() throws Exception {
        webhook = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        webhook.createContext("/hook", exchange -> {
            received.add(new Received(
                    header(exchange, "Host"),
                    header(exchange, "X-GitHub-Event"),
                    header(exchange, "X-Hub-Signature-256"),
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
            byte[] answer = "{\"outcome\":\"started\",\"run\":\"push-1\"}".getBytes(UTF_8);
            exchange.sendResponseHeaders(202, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        webhook.start();
        home = new Home(folder.resolve("home"));
        home.create();
        tree = Files.createDirectories(folder.resolve("tree/environments"));
        tree = requireNonNull(tree.getParent());
        Files.writeString(tree.resolve("plumbline.yaml"), "organization: acme\n");
        Files.writeString(tree.resolve("environments/dev.yaml"), "environment: dev\n");
        repository = new LiveRepository(home);
        repository.secret();
        repository.create(checkout(), "python3");
        LocalSettings settings = new LocalSettings(webhook.getAddress().getPort(), 1, "external");
        repository.tell(URI.create("http://abc.lambda-url.eu-west-1.localhost/hook"), settings);
    }

    @AfterEach
    void stop() {
        webhook.stop(0);
    }

    @Test
    void push_first_tellsTheWebhookAsGitHubWould() throws Exception {
        String commit = repository.push(tree, "Describe the estate");

        assertThat(received).hasSize(1);
        JsonNode push = received.getFirst().json();
        assertThat(received.getFirst().host()).isEqualTo("abc.lambda-url.eu-west-1.localhost");
        assertThat(received.getFirst().event()).isEqualTo("push");
        assertThat(push.path("ref").asText()).isEqualTo("refs/heads/main");
        assertThat(push.path("before").asText()).isEqualTo(NOTHING);
        assertThat(push.path("after").asText()).isEqualTo(commit);
        assertThat(push.path("created").asBoolean()).isTrue();
        assertThat(push.at("/repository/id").asInt()).isEqualTo(LiveRepository.ID);
        assertThat(push.at("/head_commit/message").asText()).isEqualTo("Describe the estate");
        assertThat(push.at("/head_commit/added").toString())
                .isEqualTo("[\"environments/dev.yaml\",\"plumbline.yaml\"]");
        assertThat(repository.head()).isEqualTo(commit);
        assertThat(repository.lastDelivery().run()).contains("push-1");
    }

    @Test
    void push_always_isSignedOverTheBodyAsSent() throws Exception {
        repository.push(tree, "Describe the estate");

        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(repository.secret().getBytes(UTF_8), "HmacSHA256"));
        String expected =
                HexFormat.of().formatHex(mac.doFinal(received.getFirst().body().getBytes(UTF_8)));
        assertThat(received.getFirst().signature()).isEqualTo("sha256=" + expected);
    }

    @Test
    void push_changedAndRemovedFiles_holdsExactlyTheTree() throws Exception {
        repository.push(tree, "One");
        Files.delete(tree.resolve("environments/dev.yaml"));
        Files.writeString(tree.resolve("plumbline.yaml"), "organization: other\n");
        repository.push(tree, "Two");

        JsonNode push = received.getLast().json();
        assertThat(push.path("forced").asBoolean()).isFalse();
        assertThat(push.at("/commits/0/removed").toString()).isEqualTo("[\"environments/dev.yaml\"]");
        assertThat(push.at("/commits/0/modified").toString()).isEqualTo("[\"plumbline.yaml\"]");
    }

    @Test
    void push_unchangedTree_pushesNothing() {
        String commit = repository.push(tree, "One");

        assertThat(repository.push(tree, "Two")).isEqualTo(commit);
        assertThat(received).hasSize(1);
    }

    @Test
    void push_unchangedTreeButTheBranchIsElsewhere_movesItBack() throws Exception {
        String first = repository.push(tree, "One");
        Files.writeString(tree.resolve("plumbline.yaml"), "organization: other\n");
        repository.push(tree, "Two");
        Command.of("git", "-C")
                .and(home.liveClone().toString(), "reset", "--quiet", "--hard", first)
                .run();
        Files.writeString(tree.resolve("plumbline.yaml"), "organization: acme\n");

        assertThat(repository.push(tree, "Three")).isEqualTo(first);
        assertThat(repository.head()).isEqualTo(first);
        assertThat(received.getLast().json().path("after").asText()).isEqualTo(first);
    }

    @Test
    void move_back_isForced() throws Exception {
        String first = repository.push(tree, "One");
        Files.writeString(tree.resolve("plumbline.yaml"), "organization: other\n");
        repository.push(tree, "Two");
        repository.move(first);

        assertThat(received.getLast().json().path("forced").asBoolean()).isTrue();
        assertThat(received.getLast().json().path("after").asText()).isEqualTo(first);
        assertThat(repository.head()).isEqualTo(first);
    }

    @Test
    void push_byAPerson_isToldOfTheAnswer() throws Exception {
        repository.push(tree, "One");
        Files.writeString(home.liveClone().resolve("plumbline.yaml"), "organization: mine\n");
        Command git = Command.of("git", "-c", "user.name=You", "-c", "user.email=you@example.com", "-C")
                .and(home.liveClone().toString());
        git.and("commit", "--quiet", "--all", "--message=Mine").run();

        assertThat(git.and("push").run()).contains("plumbline: the webhook answered 202");
        assertThat(received.getLast().json().at("/head_commit/author/name").asText())
                .isEqualTo("You");
    }

    @Test
    void push_webhookGone_isNotRefused() {
        webhook.stop(0);
        String commit = repository.push(tree, "One");

        assertThat(repository.head()).isEqualTo(commit);
        assertThat(repository.lastDelivery().status()).isZero();
        assertThat(repository.lastDelivery().run()).isEmpty();
    }

    @Test
    void secret_always_isReadableByItsOwnerOnly() throws Exception {
        assertThat(Files.getPosixFilePermissions(home.secretFile())).hasSize(2);
        assertThat(repository.secret()).hasSize(64).isEqualTo(repository.secret());
    }

    private static Checkout checkout() {
        return new Checkout(Path.of(System.getProperty("plumbline.root", "..")));
    }

    private static String header(HttpExchange exchange, String name) {
        return requireNonNull(exchange.getRequestHeaders().getFirst(name));
    }
}
