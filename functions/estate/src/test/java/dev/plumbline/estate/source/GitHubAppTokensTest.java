package dev.plumbline.estate.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.plumbline.failure.Retryable;
import dev.plumbline.failure.Stalled;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A GitHub App's key becomes a token, against a stub of GitHub's API. */
class GitHubAppTokensTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static KeyPair keys;

    private final List<String> requests = new ArrayList<>();
    private HttpServer server;
    private int status = 201;
    private Instant now = NOW;

    @BeforeAll
    static void makeKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + "\n"
                    + exchange.getRequestHeaders().getFirst("Authorization") + "\n"
                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            byte[] answer =
                    "{\"token\":\"ghs_%d\",\"expires_at\":\"2026-11-23T13:00:00Z\",\"permissions\":{\"contents\":\"read\"}}"
                            .formatted(requests.size())
                            .getBytes(UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private GitLogin login(String pem) {
        URI api = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new GitLogin(new GitCredentials.GitHubApp("12345", "678", new Secret(pem), api, 42), () -> now);
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + kind
                + "-----\n";
    }

    /** PKCS#1 is what PKCS#8 wraps: 26 bytes of head for keys of 2,048 bits. */
    private static byte[] pkcs1() {
        byte[] pkcs8 = keys.getPrivate().getEncoded();
        return Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
    }

    @Test
    void credentials_keyAsGitHubIssuesIt_givesTokenThatReadsTheOneRepositoryOnly()
            throws GeneralSecurityException, IOException {
        GitCredentials.Token token =
                (GitCredentials.Token) login(pem("RSA PRIVATE KEY", pkcs1())).credentials();

        assertThat(token.token().reveal()).isEqualTo("ghs_1");
        assertThat(token).asString().doesNotContain("ghs_1");
        String[] request = requests.getFirst().split("\n", -1);
        assertThat(request[0]).isEqualTo("POST /app/installations/678/access_tokens");
        assertThat(request[2]).isEqualTo("{\"repository_ids\":[42],\"permissions\":{\"contents\":\"read\"}}");
        assertSigned(request[1].substring("Bearer ".length()));
    }

    private static void assertSigned(String jwt) throws GeneralSecurityException, IOException {
        String[] parts = jwt.split("\\.", -1);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(keys.getPublic());
        signature.update((parts[0] + "." + parts[1]).getBytes(UTF_8));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
        JsonNode claims = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts[1]));
        assertThat(claims.path("iss").asText()).isEqualTo("12345");
        assertThat(claims.path("iat").asLong()).isEqualTo(NOW.getEpochSecond() - 60);
        assertThat(claims.path("exp").asLong()).isBetween(NOW.getEpochSecond(), NOW.getEpochSecond() + 600);
    }

    @Test
    void credentials_keyAsPkcs8_givesToken() {
        assertThat(login(pem("PRIVATE KEY", keys.getPrivate().getEncoded())).credentials())
                .isInstanceOf(GitCredentials.Token.class);
    }

    @Test
    void credentials_tokenStillGood_isKept() {
        GitLogin login = login(pem("RSA PRIVATE KEY", pkcs1()));

        login.credentials();
        now = NOW.plusSeconds(54 * 60);
        login.credentials();

        assertThat(requests).hasSize(1);
    }

    @Test
    void credentials_tokenNearItsEnd_isRenewed() {
        GitLogin login = login(pem("RSA PRIVATE KEY", pkcs1()));

        login.credentials();
        now = NOW.plusSeconds(55 * 60);
        login.credentials();

        assertThat(requests).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 422})
    void credentials_refused_isStalled(int refusal) {
        status = refusal;

        assertThatExceptionOfType(Stalled.class)
                .isThrownBy(() -> login(pem("RSA PRIVATE KEY", pkcs1())).credentials());
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502})
    void credentials_gitHubFails_isRetryable(int failure) {
        status = failure;

        assertThatExceptionOfType(Retryable.class)
                .isThrownBy(() -> login(pem("RSA PRIVATE KEY", pkcs1())).credentials());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "canary", "-----BEGIN RSA PRIVATE KEY-----\ncanary\n-----END RSA PRIVATE KEY-----"})
    void credentials_unusableKey_isStalledWithoutShowingIt(String key) {
        assertThatExceptionOfType(Stalled.class)
                .isThrownBy(() -> login(key).credentials())
                .withNoCause()
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("canary"));
    }
}
