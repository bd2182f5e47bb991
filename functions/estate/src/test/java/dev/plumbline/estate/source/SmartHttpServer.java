package dev.plumbline.estate.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNullElse;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/** A true Git server on loopback: {@code git http-backend} as a CGI program over one folder of bare repositories. */
final class SmartHttpServer implements AutoCloseable {

    /** Decides what happens to a request before Git sees it. */
    @FunctionalInterface
    interface Gate {
        /** Returns 0 to let the request through, or the status to answer; headers may be set. */
        int check(HttpExchange exchange);
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Path root;
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private volatile Gate gate = exchange -> 0;
    private volatile boolean old;

    SmartHttpServer(Path root) throws IOException {
        this.root = root;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** Speaks Git's first protocol only, as servers of old do. */
    void speakOldProtocol() {
        old = true;
    }

    void gate(Gate newGate) {
        gate = newGate;
    }

    List<String> authorizations() {
        return authorizations;
    }

    String url(String path) {
        return "http://" + host() + "/" + path;
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            authorizations.add(requireNonNullElse(exchange.getRequestHeaders().getFirst("Authorization"), ""));
            int status = gate.check(exchange);
            if (status != 0) {
                exchange.sendResponseHeaders(status, -1);
                return;
            }
            Process process = backend(exchange).start();
            try (OutputStream out = process.getOutputStream();
                    InputStream body = body(exchange)) {
                body.transferTo(out);
            }
            answer(exchange, new BufferedInputStream(process.getInputStream()));
        }
    }

    private ProcessBuilder backend(HttpExchange exchange) {
        ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        environment.put("GIT_PROJECT_ROOT", root.toString());
        environment.put("GIT_HTTP_EXPORT_ALL", "1");
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("REQUEST_METHOD", exchange.getRequestMethod());
        environment.put("PATH_INFO", exchange.getRequestURI().getPath());
        environment.put(
                "QUERY_STRING", requireNonNullElse(exchange.getRequestURI().getQuery(), ""));
        environment.put("CONTENT_TYPE", header(exchange, "Content-Type"));
        environment.put("GIT_PROTOCOL", old ? "" : header(exchange, "Git-Protocol"));
        return builder;
    }

    private static InputStream body(HttpExchange exchange) throws IOException {
        return header(exchange, "Content-Encoding").equals("gzip")
                ? new GZIPInputStream(exchange.getRequestBody())
                : exchange.getRequestBody();
    }

    private static String header(HttpExchange exchange, String name) {
        return requireNonNullElse(exchange.getRequestHeaders().getFirst(name), "");
    }

    private static void answer(HttpExchange exchange, InputStream cgi) throws IOException {
        int status = 200;
        for (String line = line(cgi); !line.isEmpty(); line = line(cgi)) {
            int colon = line.indexOf(':');
            String name = line.substring(0, colon);
            String value = line.substring(colon + 1).strip();
            if (name.equals("Status")) {
                status = Integer.parseInt(value.substring(0, 3));
            } else {
                exchange.getResponseHeaders().add(name, value);
            }
        }
        exchange.sendResponseHeaders(status, 0);
        cgi.transferTo(exchange.getResponseBody());
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int value = in.read(); value >= 0 && value != '\n'; value = in.read()) {
            line.write(value);
        }
        return line.toString(ISO_8859_1).strip();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
