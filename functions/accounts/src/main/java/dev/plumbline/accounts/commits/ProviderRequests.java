package dev.plumbline.accounts.commits;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.plumbline.estate.source.Secret;
import dev.plumbline.failure.Failure;
import dev.plumbline.failure.Retryable;
import dev.plumbline.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Requests to a provider's API with documents both ways. Redirects are not followed. */
final class ProviderRequests {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** A page of a hundred comments that are as long as they may be. */
    private static final int ANSWER_BYTES = 32 << 20;

    private static final ProviderRefusals REFUSALS = new ProviderRefusals(
            "The pull request's comment cannot be written", "may write comments on pull requests", "the pull request");

    private final String base;
    private final Supplier<Secret> token;
    private final HttpClient client;

    ProviderRequests(URI base, Supplier<Secret> token) {
        ProviderRefusals.checkAddress(base);
        this.base = base.toString().replaceAll("/+$", "");
        this.token = requireNonNull(token, "token is null");
        this.client = HttpClient.newBuilder()
                .connectTimeout(TIMEOUT)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    /**
     * What a provider answered.
     *
     * @param status the HTTP status
     * @param body the document; missing where it sent none
     */
    record Reply(int status, JsonNode body) {

        /** Whether it did what was asked. */
        boolean good() {
            return status < 300;
        }
    }

    /**
     * Sends a request.
     *
     * @param borne refusals that are an answer like any other
     * @throws Failure of the kind that any other refusal means
     */
    Reply send(String method, String path, @Nullable JsonNode body, Set<Integer> borne) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token.get().reveal())
                .header("Accept", "application/json")
                .header("User-Agent", "plumbline");
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)));
        }
        try {
            HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = answer.body()) {
                JsonNode document = parsed(in.readNBytes(ANSWER_BYTES));
                if (answer.statusCode() >= 300 && !borne.contains(answer.statusCode())) {
                    throw REFUSALS.failure(
                            answer.statusCode(),
                            answer.headers().firstValue("Retry-After"),
                            answer.headers().firstValue("X-RateLimit-Remaining"));
                }
                return new Reply(answer.statusCode(), document);
            }
        } catch (IOException e) {
            throw new Retryable("The pull request's comment cannot be written now: its provider cannot be reached", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Retryable("The pull request's comment was not written: the function was interrupted", e);
        }
    }

    /** Sends a request that no refusal is a good answer to. */
    JsonNode send(String method, String path, @Nullable JsonNode body) {
        return send(method, path, body, Set.of()).body();
    }

    private static JsonNode parsed(byte[] bytes) throws IOException {
        try {
            return Json.read(bytes);
        } catch (JacksonException noDocument) {
            // Refusals are pages, at times.
            return MissingNode.getInstance();
        }
    }
}
