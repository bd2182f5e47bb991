package dev.plumbline.local.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * As much of GitHub's API as tells of commits and pull requests, kept in files that a person can read:
 * {@code pull-requests/NUMBER/comment-ID.md}, {@code commits/COMMIT.json} with its statuses and its check run. What is
 * not played is answered with 404. Whoever has a token is the same user.
 */
final class GitHubApi implements HttpHandler {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REPOSITORY = "/repos/[\\w.-]+/[\\w.-]+";
    private static final Pattern STATUS = Pattern.compile(REPOSITORY + "/statuses/([0-9a-f]{40})");
    private static final Pattern COMMENTS = Pattern.compile(REPOSITORY + "/issues/([0-9]{1,9})/comments");
    private static final Pattern COMMENT = Pattern.compile(REPOSITORY + "/issues/comments/([0-9]{1,9})");
    private static final Pattern REVIEW = Pattern.compile(REPOSITORY + "/pulls/([0-9]{1,9})/comments");
    private static final Pattern CHECKS = Pattern.compile(REPOSITORY + "/check-runs");
    private static final Pattern FILE = Pattern.compile("comment-([0-9]{1,9})\\.md");

    private final Path folder;

    GitHubApi(Path folder) {
        this.folder = requireNonNull(folder, "folder is null");
    }

    /** An answer before it is sent. */
    private record Reply(int status, JsonNode body) {}

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String token = exchange.getRequestHeaders().getFirst("Authorization");
            Reply reply = token == null || !token.startsWith("Bearer ")
                    ? new Reply(401, message("Requires authentication"))
                    : answer(exchange);
            byte[] bytes = reply.status() == 204 ? new byte[0] : JSON.writeValueAsBytes(reply.body());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private synchronized Reply answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI()
                .getPath()
                .substring(exchange.getHttpContext().getPath().length());
        String method = exchange.getRequestMethod();
        JsonNode body = JSON.readTree(exchange.getRequestBody());
        if (method.equals("GET") && path.equals("/user")) {
            return new Reply(200, user());
        }
        Matcher status = STATUS.matcher(path);
        if (method.equals("POST") && status.matches()) {
            return noted(status.group(1), "statuses", body.path("context").asText(), body);
        }
        if (method.equals("POST") && CHECKS.matcher(path).matches()) {
            return noted(
                    body.path("head_sha").asText().replaceAll("[^0-9a-f]", ""),
                    "checks",
                    body.path("name").asText(),
                    body);
        }
        Matcher review = REVIEW.matcher(path);
        if (method.equals("GET") && review.matches()) {
            return new Reply(200, JSON.createArrayNode());
        }
        Matcher comments = COMMENTS.matcher(path);
        if (comments.matches()) {
            return comments(method, comments.group(1), page(exchange), body);
        }
        Matcher comment = COMMENT.matcher(path);
        return comment.matches() ? comment(method, comment.group(1), body) : new Reply(404, message("Not Found"));
    }

    private static String page(HttpExchange exchange) {
        String query = String.valueOf(exchange.getRequestURI().getRawQuery());
        return query.matches("(.*&)?page=[2-9][0-9]*") ? "later" : "first";
    }

    private Reply comments(String method, String number, String page, JsonNode body) throws IOException {
        Path pullRequest =
                Files.createDirectories(folder.resolve("pull-requests").resolve(number));
        if (method.equals("POST")) {
            int id = files().stream().mapToInt(GitHubApi::id).max().orElse(0) + 1;
            Path file = pullRequest.resolve("comment-" + id + ".md");
            Files.writeString(file, body.path("body").asText());
            return new Reply(201, describe(file));
        }
        ArrayNode found = JSON.createArrayNode();
        for (Path file : page.equals("first") ? files() : List.<Path>of()) {
            if (pullRequest.equals(file.getParent())) {
                found.add(describe(file));
            }
        }
        return new Reply(200, found);
    }

    private Reply comment(String method, String id, JsonNode body) throws IOException {
        for (Path file : files()) {
            if (id(file) == Integer.parseInt(id)) {
                if (method.equals("DELETE")) {
                    Files.delete(file);
                    return new Reply(204, JSON.createObjectNode());
                }
                Files.writeString(file, body.path("body").asText());
                return new Reply(200, describe(file));
            }
        }
        return new Reply(404, message("Not Found"));
    }

    /** Keeps the last of each name beside a commit. */
    private Reply noted(String commit, String kind, String name, JsonNode body) throws IOException {
        Path file = Files.createDirectories(folder.resolve("commits")).resolve(commit + ".json");
        ObjectNode known = Files.exists(file) ? (ObjectNode) JSON.readTree(file.toFile()) : JSON.createObjectNode();
        known.withObjectProperty(kind).set(name, body);
        Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(known) + "\n");
        return new Reply(201, JSON.createObjectNode().put("id", 1));
    }

    /** Every comment of every pull request, in the order in which they were written. */
    private List<Path> files() throws IOException {
        Path all = Files.createDirectories(folder.resolve("pull-requests"));
        try (Stream<Path> files = Files.walk(all, 2)) {
            return files.filter(file -> FILE.matcher(name(file)).matches())
                    .sorted((one, other) -> id(one) - id(other))
                    .toList();
        }
    }

    private static int id(Path file) {
        return Integer.parseInt(FILE.matcher(name(file)).replaceAll("$1"));
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static ObjectNode describe(Path file) throws IOException {
        ObjectNode comment = JSON.createObjectNode().put("id", id(file)).put("body", Files.readString(file, UTF_8));
        comment.set("user", user());
        return comment;
    }

    private static ObjectNode user() {
        return JSON.createObjectNode().put("id", 1).put("login", "plumbline").put("type", "User");
    }

    private static ObjectNode message(String message) {
        return JSON.createObjectNode().put("message", message);
    }
}
