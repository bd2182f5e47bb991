package dev.plumbline.local.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * The host's loopback HTTP server: {@code POST /invoke}, {@code POST /kill}, {@code GET /health}, {@code /git/} and
 * {@code /github/}.
 *
 * <p>Code is run only from the given state folder, and only for requests in JSON: a page in the developer's browser
 * cannot send those here without asking first.
 */
final class HostServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Connections that may wait to be accepted: fifty accounts call at once, and a refused call is a failed task. */
    private static final int BACKLOG = 1_000;

    private final HttpServer server;
    private final FunctionHost functions;
    private final Path state;

    private HostServer(HttpServer server, FunctionHost functions, Path state) {
        this.server = server;
        this.functions = functions;
        this.state = state;
    }

    /**
     * Starts a server.
     *
     * @param port where to listen on 127.0.0.1, or 0 for a free port
     * @param state where deployed zips lie; nothing outside of it is loaded
     * @param git the folder of bare repositories served under {@code /git/}
     */
    static HostServer start(int port, Path state, FunctionHost functions, Path git) throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        HttpServer server = HttpServer.create(new InetSocketAddress(loopback, port), BACKLOG);
        HostServer host = new HostServer(server, functions, state.toRealPath());
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/health", exchange -> host.answer(exchange, "GET", request -> host.health()));
        server.createContext("/invoke", exchange -> host.answer(exchange, "POST", host::invoke));
        server.createContext("/kill", exchange -> host.answer(exchange, "POST", host::kill));
        server.createContext("/git", new GitRepositories(git));
        server.createContext("/github", new GitHubApi(git.resolveSibling("provider")));
        server.start();
        return host;
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private ObjectNode health() {
        return JSON.createObjectNode().put("status", "ok").put("functions", functions.functions());
    }

    private ObjectNode invoke(JsonNode request) {
        Invocation invocation = Invocation.from(request);
        try {
            if (!invocation.codePath().toRealPath().startsWith(state)) {
                throw new IllegalArgumentException("codePath is not in the state folder: " + invocation.codePath());
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("codePath cannot be read: " + invocation.codePath(), e);
        }
        FunctionHost.Result result = functions.invoke(invocation);
        ObjectNode answer = JSON.createObjectNode();
        switch (result.answer()) {
            case Answer.Payload(JsonNode value) -> answer.set("payload", value);
            case Answer.Failed failed -> answer.set("error", error(failed));
        }
        return answer.put("log", result.log());
    }

    private static ObjectNode error(Answer.Failed failed) {
        ObjectNode error =
                JSON.createObjectNode().put("errorType", failed.type()).put("errorMessage", failed.message());
        failed.stackTrace().forEach(error.putArray("stackTrace")::add);
        return error;
    }

    private ObjectNode kill(JsonNode request) {
        String name = request.path("functionName").asText();
        String requestId = request.path("requestId").asText();
        if (name.isEmpty() && requestId.isEmpty()) {
            throw new IllegalArgumentException("functionName or requestId is missing");
        }
        int killed = functions.kill(invocation -> (name.isEmpty() || name.equals(invocation.functionName()))
                && (requestId.isEmpty() || requestId.equals(invocation.requestId())));
        return JSON.createObjectNode().put("killed", killed);
    }

    private void answer(HttpExchange exchange, String method, Function<JsonNode, ObjectNode> route) throws IOException {
        try (exchange) {
            String type = exchange.getRequestHeaders().getFirst("Content-Type");
            if (!isForLoopback(exchange)) {
                send(exchange, 421, problem("only 127.0.0.1 is served here"));
            } else if (!exchange.getRequestMethod().equals(method)) {
                send(exchange, 405, problem("only " + method + " is answered here"));
            } else if (method.equals("POST") && (type == null || !type.startsWith("application/json"))) {
                send(exchange, 415, problem("the Content-Type has to be application/json"));
            } else {
                answer(exchange, route);
            }
        }
    }

    private static void answer(HttpExchange exchange, Function<JsonNode, ObjectNode> route) throws IOException {
        try {
            send(exchange, 200, route.apply(JSON.readTree(exchange.getRequestBody())));
        } catch (IllegalArgumentException | JsonProcessingException e) {
            send(exchange, 400, problem(String.valueOf(e.getMessage())));
        }
    }

    /** A page that has its own name resolved to this machine still sends its name. */
    private static boolean isForLoopback(HttpExchange exchange) {
        String host = exchange.getRequestHeaders().getFirst("Host");
        return host != null && host.matches("(127\\.0\\.0\\.1|localhost)(:\\d+)?");
    }

    private static ObjectNode problem(String message) {
        return JSON.createObjectNode().put("message", message);
    }

    private static void send(HttpExchange exchange, int status, ObjectNode body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
