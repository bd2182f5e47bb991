package dev.plumbline.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.plumbline.accounts.commits.CommitStatuses;
import dev.plumbline.estate.source.Secret;
import dev.plumbline.tasks.report.CommitNotes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** GitHub on loopback, which takes every status and remembers it, or refuses. */
public final class ProviderForTests implements AutoCloseable {

    private final HttpServer server;
    private final List<JsonNode> statuses = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private int answer = 201;

    public ProviderForTests() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                statuses.add(new ObjectMapper().readTree(exchange.getRequestBody()));
                exchange.sendResponseHeaders(answer, -1);
            }
        });
        server.start();
    }

    /** The notes of a function that is configured with this provider. */
    public CommitNotes notes() {
        URI api = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new CommitNotes(
                () -> Optional.of(CommitStatuses.of(
                        "github:1", URI.create("https://github.com/acme/live.git"), api, () -> new Secret("t"))),
                log::add);
    }

    /** The notes of a function without a provider. */
    public static CommitNotes none() {
        return new CommitNotes(Optional::empty, line -> {});
    }

    /** Answers with this status from now on. */
    public void answers(int status) {
        answer = status;
    }

    /** The statuses in the order in which they were set, as {@code context state}. */
    public List<String> states() {
        return statuses.stream()
                .map(status -> status.path("context").asText() + " "
                        + status.path("state").asText())
                .toList();
    }

    /** What was logged. */
    public List<String> log() {
        return log;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
