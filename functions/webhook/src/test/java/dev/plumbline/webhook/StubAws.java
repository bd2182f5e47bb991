package dev.plumbline.webhook;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The three services that the door calls, as far as it calls them: a secret, a record of the ledger, executions by
 * name.
 */
public final class StubAws implements AutoCloseable {

    static final String MACHINE = "arn:aws:states:eu-west-1:555555555555:stateMachine:plumbline-reconcile";
    static final String PLANS = "arn:aws:states:eu-west-1:555555555555:stateMachine:plumbline-plan";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Map<String, String> executions = new ConcurrentHashMap<>();
    private final Map<String, String> secrets = new ConcurrentHashMap<>();
    private volatile @Nullable ObjectNode head;
    private volatile String headRef = "";
    private volatile String failing = "";
    private volatile String error = "";

    public StubAws() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The environment of a function that calls this stub. */
    public Map<String, String> environment() {
        return Map.ofEntries(
                Map.entry("AWS_REGION", "eu-west-1"),
                Map.entry("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"),
                Map.entry("AWS_SECRET_ACCESS_KEY", "secret"),
                Map.entry("AWS_SESSION_TOKEN", "session"),
                Map.entry("AWS_ENDPOINT_URL", url()),
                Map.entry("PLUMBLINE_HUB_ACCOUNT", "555555555555"),
                Map.entry("PLUMBLINE_TABLE", "plumbline"),
                Map.entry("PLUMBLINE_WEBHOOK_SECRET", "arn:aws:secretsmanager:eu-west-1:555555555555:secret:door"),
                Map.entry("PLUMBLINE_REPOSITORY_ID", "github:186853002"),
                Map.entry("PLUMBLINE_BRANCH", "refs/heads/main"),
                Map.entry("PLUMBLINE_GATE", "push"),
                Map.entry("PLUMBLINE_RECONCILE", MACHINE),
                Map.entry("PLUMBLINE_PLAN", PLANS));
    }

    public void secret(String stage, String value) {
        secrets.put(stage, value);
    }

    void head(String commit, String run, long version, boolean ended, boolean deployed) {
        head("refs/heads/main", commit, run, version, ended, deployed);
    }

    void head(String ref, String commit, String run, long version, boolean ended, boolean deployed) {
        headRef = ref;
        ObjectNode item = JSON.createObjectNode();
        item.putObject("head").put("S", commit);
        item.putObject("run").put("S", run);
        item.putObject("version").put("N", Long.toString(version));
        item.putObject("ended").put("BOOL", ended);
        item.putObject("deployed").put("BOOL", deployed);
        head = item;
    }

    /** Makes an operation fail from now on. */
    public void fail(String operation, String code) {
        failing = operation;
        error = code;
    }

    /** The operations that were called, in order. */
    public List<String> calls() {
        return calls;
    }

    long count(String operation) {
        return calls.stream().filter(operation::equals).count();
    }

    /** The inputs of the executions by name. */
    Map<String, String> executions() {
        return executions;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String target = requireNonNull(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
            String operation = target.substring(target.indexOf('.') + 1);
            calls.add(operation);
            JsonNode request = JSON.readTree(exchange.getRequestBody());
            ObjectNode answer = operation.equals(failing) ? error(error) : answer(operation, request);
            byte[] body = JSON.writeValueAsBytes(answer);
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
            exchange.sendResponseHeaders(answer.has("__type") ? 400 : 200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private ObjectNode answer(String operation, JsonNode request) {
        return switch (operation) {
            case "GetSecretValue" -> secretValue(request.path("VersionStage").asText("AWSCURRENT"));
            case "GetItem" -> item(request);
            case "StartExecution" -> start(request);
            default -> error("UnknownOperationException");
        };
    }

    private ObjectNode secretValue(String stage) {
        String value = secrets.get(stage);
        return value == null
                ? error("ResourceNotFoundException")
                : JSON.createObjectNode().put("SecretString", value);
    }

    private ObjectNode item(JsonNode request) {
        ObjectNode answer = JSON.createObjectNode();
        if (request.path("Key").path("pk").path("S").asText().equals("REF#" + headRef) && head != null) {
            answer.set("Item", head);
        }
        return answer;
    }

    /** As Step Functions does: the same name with the same input is the same execution, with another it is an error. */
    private ObjectNode start(JsonNode request) {
        String name = request.path("name").asText();
        String input = request.path("input").asText();
        String there = requireNonNullElse(executions.putIfAbsent(name, input), input);
        return there.equals(input)
                ? JSON.createObjectNode()
                        .put("executionArn", MACHINE.replace("stateMachine", "execution") + ":" + name)
                        .put("startDate", 1.7e9)
                : error("ExecutionAlreadyExists");
    }

    private static ObjectNode error(String code) {
        return JSON.createObjectNode().put("__type", code).put("message", "canary-of-aws");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
