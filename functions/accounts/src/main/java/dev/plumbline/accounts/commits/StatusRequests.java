package dev.plumbline.accounts.commits;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.estate.source.Secret;
import dev.plumbline.failure.Failure;
import dev.plumbline.failure.Retryable;
import dev.plumbline.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;

/** Requests to a provider's API that set a status. */
final class StatusRequests {

    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int ANSWER_BYTES = 64 << 10;

    /** GitLab's words for a status that is what it should become. */
    private static final String ALREADY_SO = "Cannot transition status";

    private final URI base;
    private final Supplier<Secret> token;

    StatusRequests(URI base, Supplier<Secret> token) {
        ProviderRefusals.checkAddress(base);
        this.base = base;
        this.token = requireNonNull(token, "token is null");
    }

    /**
     * Posts a document.
     *
     * @throws Failure of the kind that the answer means
     */
    void post(String path, ObjectNode body) {
        String url = base.toString().replaceAll("/+$", "") + path;
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url).toURL().openConnection();
            send(connection, body);
            int status = connection.getResponseCode();
            if (status >= 300 && !isAlreadySo(connection, status)) {
                throw refusal(connection, status);
            }
            drain(connection);
        } catch (IOException e) {
            throw new Retryable("The commit's status cannot be set now: its provider cannot be reached", e);
        }
    }

    private void send(HttpURLConnection connection, ObjectNode body) throws IOException {
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setRequestProperty("Authorization", "Bearer " + token.get().reveal());
        connection.setRequestProperty("Accept", "application/json");
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setRequestProperty("User-Agent", "plumbline");
        connection.getOutputStream().write(Json.bytes(body));
    }

    private static boolean isAlreadySo(HttpURLConnection connection, int status) throws IOException {
        return status == HttpURLConnection.HTTP_BAD_REQUEST
                && answer(connection).contains(ALREADY_SO);
    }

    private static String answer(HttpURLConnection connection) throws IOException {
        try (InputStream in = connection.getErrorStream()) {
            return in == null ? "" : new String(in.readNBytes(ANSWER_BYTES), UTF_8);
        }
    }

    /** Reads the answer to its end, so that the connection serves the next status too. */
    private static void drain(HttpURLConnection connection) throws IOException {
        if (connection.getResponseCode() < 300) {
            try (InputStream in = connection.getInputStream()) {
                in.skipNBytes(Math.max(0, Math.min(connection.getContentLengthLong(), ANSWER_BYTES)));
            }
        }
    }

    private static Failure refusal(HttpURLConnection connection, int status) {
        return new ProviderRefusals("The commit's status cannot be set", "may set commit statuses", "the commit")
                .failure(
                        status,
                        Optional.ofNullable(connection.getHeaderField("Retry-After")),
                        Optional.ofNullable(connection.getHeaderField("X-RateLimit-Remaining")));
    }
}
