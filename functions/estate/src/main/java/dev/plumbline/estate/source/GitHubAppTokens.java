package dev.plumbline.estate.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.failure.Failure;
import dev.plumbline.failure.Retryable;
import dev.plumbline.failure.Stalled;
import dev.plumbline.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;

/**
 * Exchanges a GitHub App's key for a token of one installation that may read the contents of one repository and nothing
 * else, whatever else the app may do and wherever else it is installed ("Create an installation access token for an
 * app", GitHub's REST API: {@code repository_ids}, {@code permissions}).
 */
final class GitHubAppTokens {

    private static final Base64.Encoder URL_BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int ANSWER_BYTES = 1 << 20;

    private final GitCredentials.GitHubApp app;
    private final InstantSource clock;

    GitHubAppTokens(GitCredentials.GitHubApp app, InstantSource clock) {
        this.app = app;
        this.clock = clock;
    }

    /** A token and when it ends. */
    record Issued(Secret token, Instant expiresAt) {}

    /**
     * Asks GitHub for a new token.
     *
     * @throws Stalled when the key is unusable or GitHub refuses it
     * @throws Retryable when GitHub cannot be reached
     */
    Issued issue() {
        String assertion = assertion();
        try {
            HttpURLConnection connection = post(assertion);
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_CREATED) {
                throw refusal(status);
            }
            try (InputStream in = connection.getInputStream()) {
                JsonNode answer = Json.read(in.readNBytes(ANSWER_BYTES));
                return new Issued(
                        new Secret(answer.path("token").asText()),
                        Instant.parse(answer.path("expires_at").asText()));
            }
        } catch (IOException | DateTimeException e) {
            throw new Retryable("GitHub cannot be asked for an installation's token now", e);
        }
    }

    private HttpURLConnection post(String assertion) throws IOException {
        URI uri = URI.create(app.api() + "/app/installations/" + app.installationId() + "/access_tokens");
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setRequestProperty("Authorization", "Bearer " + assertion);
        connection.setRequestProperty("Accept", "application/vnd.github+json");
        connection.setRequestProperty("Content-Type", "application/json");
        connection.getOutputStream().write(scope());
        return connection;
    }

    private byte[] scope() {
        ObjectNode scope = JsonNodeFactory.instance.objectNode();
        scope.putArray("repository_ids").add(app.repository());
        scope.putObject("permissions").put("contents", "read");
        return Json.bytes(scope);
    }

    private static Failure refusal(int status) {
        return status == 429 || status >= 500
                ? new Retryable("GitHub cannot issue an installation's token now (status " + status + ")")
                : new Stalled("GitHub refuses the app's key, id or installation (status " + status
                        + "). Check appId, installationId and privateKey in the Git secret, and that the app is installed"
                        + " on the repository of RepositoryId with read access to contents.");
    }

    /** A JSON Web Token that says who we are, dated a minute back because clocks differ. */
    private String assertion() {
        long now = clock.instant().getEpochSecond();
        byte[] claims = Json.bytes(JsonNodeFactory.instance
                .objectNode()
                .put("iat", now - 60)
                .put("exp", now + 540)
                .put("iss", app.appId()));
        String signed = encode("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(UTF_8)) + "." + encode(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            PrivateKey key = RsaKeys.parse(app.privateKey());
            signature.initSign(key);
            signature.update(signed.getBytes(UTF_8));
            return signed + "." + encode(signature.sign());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Without the cause, whose message may quote the key.
            throw new Stalled(
                    "The GitHub App's private key cannot be used. Put the PEM file that GitHub issued, unchanged,"
                            + " into privateKey of the Git secret.");
        }
    }

    private static String encode(byte[] bytes) {
        return URL_BASE64.encodeToString(bytes);
    }
}
