import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A shop's front, small enough to read: one page, two questions of Kubernetes (is it alive, may it have traffic), and
 * an end without lost requests. Logs are lines of JSON on standard output, where the cluster's agent takes them.
 */
final class App {

    /** As long as a load balancer may still send requests to a pod that is going. */
    private static final Duration DRAIN = Duration.ofSeconds(15);

    private final HttpServer server;
    private final String version;
    private final Sessions sessions;
    private final AtomicBoolean ready = new AtomicBoolean();
    private final AtomicLong visits = new AtomicLong();

    App(int port, String version, Sessions sessions) throws IOException {
        this.version = version;
        this.sessions = sessions;
        server = HttpServer.create(new InetSocketAddress(port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::page);
        server.createContext("/livez", exchange -> answer(exchange, 200, "text/plain", "alive\n"));
        server.createContext("/readyz", this::readiness);
    }

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(Optional.ofNullable(System.getenv("PORT")).orElse("8080"));
        Sessions sessions = new Sessions(
                Optional.ofNullable(System.getenv("SESSION_KEY_FILE")).map(Path::of));
        App app = new App(port, Optional.ofNullable(System.getenv("VERSION")).orElse("unknown"), sessions);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> app.stop(DRAIN)));
        app.start();
        log("listening on port " + app.port());
    }

    void start() {
        server.start();
        ready.set(true);
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Asks for no more traffic, serves what still comes, and ends. */
    void stop(Duration drain) {
        ready.set(false);
        log("draining");
        try {
            Thread.sleep(drain);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.stop(1);
    }

    private void page(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestURI().getPath().equals("/")) {
            answer(exchange, 404, "text/plain", "not found\n");
            return;
        }
        Optional<String> known = sessions.visitor(exchange.getRequestHeaders().getFirst("Cookie"));
        exchange.getResponseHeaders().set("Set-Cookie", sessions.cookie(known));
        answer(exchange, 200, "text/html; charset=utf-8", """
                <!doctype html>
                <html lang="en"><meta charset="utf-8"><title>Shop</title>
                <h1>Shop</h1><p>%s. Version %s. Visit %d of this pod.</p></html>
                """.formatted(
                        known.isPresent() ? "Welcome back" : "Welcome",
                        version.replaceAll("[^A-Za-z0-9./:@_-]", ""),
                        visits.incrementAndGet()));
    }

    private void readiness(HttpExchange exchange) throws IOException {
        boolean traffic = ready.get();
        answer(exchange, traffic ? 200 : 503, "text/plain", traffic ? "ready\n" : "going\n");
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.getResponseHeaders().set("Content-Security-Policy", "default-src 'none'");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static void log(String message) {
        System.out.println("{\"level\":\"info\",\"message\":\"" + message + "\"}");
    }
}
