package dev.plumbline.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A Kubernetes API server of recorded shape: it answers discovery, server-side apply, reading and deleting as the real
 * one does, keeps what is applied, and can be told what to answer next. Where CloudFormation is answered, too.
 */
final class ApiServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** One request that came in. */
    record Seen(String method, String path, String query, String user, String contentType, JsonNode body) {
        String line() {
            return method + " " + path;
        }
    }

    /** An answer that is given once. */
    record Scripted(int status, String body) {}

    private final HttpServer server;
    private final Map<String, List<Map<String, Object>>> kinds = new ConcurrentHashMap<>();
    private final Map<String, ObjectNode> objects = new ConcurrentHashMap<>();
    private final Map<String, Deque<Scripted>> scripts = new HashMap<>();
    private final Map<String, Deque<String>> statuses = new HashMap<>();
    final List<Seen> seen = new CopyOnWriteArrayList<>();
    final List<JsonNode> answers = new CopyOnWriteArrayList<>();

    ApiServer() throws IOException {
        kind("v1", "Namespace", "namespaces", false);
        kind("v1", "Service", "services", true);
        kind("v1", "ConfigMap", "configmaps", true);
        kind("apps/v1", "Deployment", "deployments", true);
        kind("networking.k8s.io/v1", "Ingress", "ingresses", true);
        kind("networking.k8s.io/v1", "IngressClass", "ingressclasses", false);
        kind("rbac.authorization.k8s.io/v1", "ClusterRole", "clusterroles", false);
        kind("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "clusterrolebindings", false);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Lets the server know a kind. */
    void kind(String apiVersion, String kind, String plural, boolean namespaced) {
        kinds.computeIfAbsent(apiVersion, ignored -> new ArrayList<>())
                .add(Map.of(
                        "name",
                        plural,
                        "kind",
                        kind,
                        "namespaced",
                        namespaced,
                        "singularName",
                        "",
                        "verbs",
                        List.of()));
    }

    /** Answers the next request of this kind so; several are given one after another. */
    void answer(String line, int status, String body) {
        scripts.computeIfAbsent(line, ignored -> new ArrayDeque<>()).add(new Scripted(status, body));
    }

    /** Gives an object these statuses, one at each look; the last one stays. */
    void status(String path, String... json) {
        statuses.put(path, new ArrayDeque<>(List.of(json)));
    }

    /** Puts an object there without anybody having applied it. */
    void put(String path, String json) throws IOException {
        objects.put(path, (ObjectNode) JSON.readTree(json));
    }

    boolean has(String path) {
        return objects.containsKey(path);
    }

    ObjectNode object(String path) {
        return Objects.requireNonNull(objects.get(path), path);
    }

    List<String> lines(String method) {
        return seen.stream()
                .filter(request -> request.method().equals(method))
                .map(Seen::line)
                .toList();
    }

    static String failure(int code, String reason, String message, String details) {
        return """
                {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"%s","reason":"%s",
                "details":{%s},"code":%d}""".formatted(message, reason, details, code);
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            JsonNode json = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
            Seen request = new Seen(
                    exchange.getRequestMethod(),
                    path,
                    String.valueOf(exchange.getRequestURI().getRawQuery()),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Impersonate-User")),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
                    json);
            if (path.equals("/answer")) {
                answers.add(json);
                respond(exchange, 200, "");
                return;
            }
            seen.add(request);
            Deque<Scripted> script = scripts.getOrDefault(request.line(), new ArrayDeque<>());
            if (!script.isEmpty()) {
                Scripted scripted = script.remove();
                respond(exchange, scripted.status(), scripted.body());
                return;
            }
            serve(exchange, request);
        }
    }

    private void serve(HttpExchange exchange, Seen request) throws IOException {
        String path = request.path();
        String version = path.replaceFirst("^/apis?/", "");
        if (request.method().equals("GET") && kinds.containsKey(version)) {
            respond(
                    exchange,
                    200,
                    JSON.writeValueAsString(Map.of(
                            "kind",
                            "APIResourceList",
                            "apiVersion",
                            "v1",
                            "groupVersion",
                            version,
                            "resources",
                            kinds.get(version))));
            return;
        }
        switch (request.method()) {
            case "PATCH" -> {
                ObjectNode before = objects.get(path);
                ObjectNode applied = request.body().deepCopy();
                applied.withObject("/metadata").put("generation", 1).put("uid", "u");
                if (before != null && before.has("status")) {
                    applied.set("status", before.get("status"));
                }
                objects.put(path, applied);
                respond(exchange, before == null ? 201 : 200, applied.toString());
            }
            case "GET" -> {
                ObjectNode object = objects.get(path);
                if (object == null) {
                    respond(exchange, 404, failure(404, "NotFound", path + " not found", ""));
                    return;
                }
                Deque<String> next = statuses.getOrDefault(path, new ArrayDeque<>());
                if (!next.isEmpty()) {
                    object.set("status", JSON.readTree(next.size() > 1 ? next.remove() : next.element()));
                }
                respond(exchange, 200, object.toString());
            }
            case "DELETE" -> {
                objects.remove(path);
                respond(exchange, 200, "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Success\"}");
            }
            default -> respond(exchange, 405, "{}");
        }
    }

    private static void respond(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
