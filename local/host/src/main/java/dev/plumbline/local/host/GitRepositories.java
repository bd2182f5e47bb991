package dev.plumbline.local.host;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Serves bare Git repositories, for reading, over smart HTTP by {@code git http-backend}: dumb HTTP would ignore a
 * fetch's depth.
 */
final class GitRepositories implements HttpHandler {

    private final Path folder;

    GitRepositories(Path folder) {
        this.folder = folder;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Process backend = start(exchange);
            // The body is small (a fetch's wants), so writing it whole before reading cannot fill the pipes.
            try (OutputStream input = backend.getOutputStream()) {
                exchange.getRequestBody().transferTo(input);
            }
            try (InputStream output = new BufferedInputStream(backend.getInputStream())) {
                respond(exchange, output);
            }
        }
    }

    private Process start(HttpExchange exchange) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("git", "http-backend").redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        environment.put("GIT_PROJECT_ROOT", folder.toString());
        environment.put("GIT_HTTP_EXPORT_ALL", "1");
        environment.put("REQUEST_METHOD", exchange.getRequestMethod());
        environment.put(
                "PATH_INFO",
                exchange.getRequestURI()
                        .getPath()
                        .substring(exchange.getHttpContext().getPath().length()));
        environment.put(
                "QUERY_STRING",
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""));
        header(exchange, "Content-Type").ifPresent(value -> environment.put("CONTENT_TYPE", value));
        header(exchange, "Content-Encoding").ifPresent(value -> environment.put("HTTP_CONTENT_ENCODING", value));
        header(exchange, "Git-Protocol").ifPresent(value -> environment.put("GIT_PROTOCOL", value));
        return builder.start();
    }

    private static Optional<String> header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    private static void respond(HttpExchange exchange, InputStream output) throws IOException {
        Map<String, String> headers = headers(output);
        String status = headers.getOrDefault("Status", headers.isEmpty() ? "500" : "200");
        headers.remove("Status");
        headers.forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(Integer.parseInt(status.split(" ", 2)[0]), 0);
        try (OutputStream body = exchange.getResponseBody()) {
            output.transferTo(body);
        }
    }

    private static Map<String, String> headers(InputStream output) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(output); !line.isEmpty(); line = line(output)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static String line(InputStream output) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int value = output.read(); value != '\n' && value != -1; value = output.read()) {
            if (value != '\r') {
                line.write(value);
            }
        }
        return line.toString(ISO_8859_1);
    }
}
