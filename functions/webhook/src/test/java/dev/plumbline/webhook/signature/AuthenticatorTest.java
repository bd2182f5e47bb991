package dev.plumbline.webhook.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.estate.source.Secret;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, by published test vectors; and everything that is not. */
class AuthenticatorTest {

    private static final String EVERYBODY = "It's a Secret to Everybody";
    private static final String HELLO = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    private static final String HELLO_BITBUCKET = "a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9";
    private static final String FOO = "773ba44693c7553d6ee20f61ea5d2757a9a4f4a44d2841ae4e95b52e4cd62db4";
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final byte[] KEY = HexFormat.of().parseHex("00112233445566778899aabbccddeeff".repeat(2));
    private static final String WHSEC = "whsec_" + Base64.getEncoder().encodeToString(KEY);

    private static Map<String, String> headers(String... pairs) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            headers.put(pairs[i], pairs[i + 1]);
        }
        return headers;
    }

    private static boolean letsIn(List<String> secrets, String body, Map<String, String> headers) {
        Authenticator authenticator =
                new Authenticator(new Fixed(secrets.stream().map(Secret::new).toList()), () -> NOW);
        return authenticator.authenticate(new Delivery("1", Headers.of(headers), body.getBytes(UTF_8)))
                instanceof Origin.Proven;
    }

    /** The same secrets for every provider, never others. */
    private record Fixed(List<Secret> secrets) implements SharedSecrets {
        @Override
        public List<Secret> of(Provider provider) {
            return secrets;
        }

        @Override
        public List<Secret> refreshed(Provider provider) {
            return List.of();
        }
    }

    @Test
    void authenticate_publishedVectors_letsIn() {
        assertThat(letsIn(
                        List.of(EVERYBODY),
                        "Hello, World!",
                        headers("X-GitHub-Event", "push", "X-Hub-Signature-256", "sha256=" + HELLO)))
                .isTrue();
        assertThat(letsIn(
                        List.of(EVERYBODY),
                        "Hello World!",
                        headers("X-Event-Key", "repo:push", "X-Hub-Signature", "sha256=" + HELLO_BITBUCKET)))
                .isTrue();
        assertThat(letsIn(
                        List.of("secret"),
                        "foo",
                        headers("circleci-event-type", "workflow-completed", "circleci-signature", "v1=" + FOO)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-github-event", "X-GITHUB-EVENT", "X-GitHub-Event", "x-GiThUb-EvEnT"})
    void authenticate_headersInAnyCase_letsIn(String name) {
        assertThat(letsIn(
                        List.of(EVERYBODY),
                        "Hello, World!",
                        headers(name, "push", "X-HUB-signature-256", "sha256=" + HELLO)))
                .isTrue();
    }

    @Test
    void authenticate_gitHubSendsItsOldSignatureToo_letsIn() {
        assertThat(letsIn(
                        List.of(EVERYBODY),
                        "Hello, World!",
                        headers(
                                "x-github-event", "push",
                                "x-hub-signature", "sha1=" + "a".repeat(40),
                                "x-hub-signature-256", "sha256=" + HELLO)))
                .isTrue();
    }

    @Test
    void authenticate_circleCiSendsFurtherVersions_letsIn() {
        assertThat(letsIn(
                        List.of("secret"),
                        "foo",
                        headers("circleci-event-type", "ping", "circleci-signature", "v2=abc, v1=" + FOO + ",v3=def")))
                .isTrue();
    }

    @Test
    void authenticate_eitherOfTwoSecrets_letsIn() {
        Map<String, String> headers = headers("x-github-event", "push", "x-hub-signature-256", "sha256=" + HELLO);

        assertThat(letsIn(List.of("new", EVERYBODY), "Hello, World!", headers)).isTrue();
        assertThat(letsIn(List.of(EVERYBODY, "old"), "Hello, World!", headers)).isTrue();
        assertThat(letsIn(List.of("new", "old"), "Hello, World!", headers)).isFalse();
    }

    static Stream<Arguments> refused() {
        String good = "sha256=" + HELLO;
        return Stream.of(
                Arguments.of("no header at all", headers()),
                Arguments.of("no signature", headers("x-github-event", "push")),
                Arguments.of("empty signature", headers("x-github-event", "push", "x-hub-signature-256", "")),
                Arguments.of("no event", headers("x-hub-signature-256", good)),
                Arguments.of("empty event", headers("x-github-event", "", "x-hub-signature-256", good)),
                Arguments.of("no algorithm", headers("x-github-event", "push", "x-hub-signature-256", HELLO)),
                Arguments.of(
                        "another algorithm", headers("x-github-event", "push", "x-hub-signature-256", "md5=" + HELLO)),
                Arguments.of("short", headers("x-github-event", "push", "x-hub-signature-256", good.substring(0, 70))),
                Arguments.of("long", headers("x-github-event", "push", "x-hub-signature-256", good + "00")),
                Arguments.of(
                        "not hexadecimal",
                        headers("x-github-event", "push", "x-hub-signature-256", "sha256=" + "g".repeat(64))),
                Arguments.of("blank before", headers("x-github-event", "push", "x-hub-signature-256", " " + good)),
                Arguments.of("line after", headers("x-github-event", "push", "x-hub-signature-256", good + "\n")),
                Arguments.of("SHA-1", headers("x-github-event", "push", "x-hub-signature", "sha1=" + "a".repeat(40))),
                Arguments.of("only under the old name", headers("x-github-event", "push", "x-hub-signature", good)),
                Arguments.of("sent twice", headers("x-github-event", "push", "x-hub-signature-256", good + "," + good)),
                Arguments.of(
                        "sent twice in other case",
                        headers("x-github-event", "push", "x-hub-signature-256", good, "X-Hub-Signature-256", good)),
                Arguments.of("event sent twice", headers("x-github-event", "push,push", "x-hub-signature-256", good)),
                Arguments.of(
                        "GitLab's event too",
                        headers("x-github-event", "push", "x-gitlab-event", "Push Hook", "x-hub-signature-256", good)),
                Arguments.of(
                        "GitLab's token too",
                        headers("x-github-event", "push", "x-gitlab-token", EVERYBODY, "x-hub-signature-256", good)),
                Arguments.of(
                        "CircleCI's signature", headers("x-github-event", "push", "circleci-signature", "v1=" + HELLO)),
                Arguments.of(
                        "Bitbucket's event, GitHub's signature",
                        headers("x-event-key", "repo:push", "x-hub-signature-256", good)),
                Arguments.of(
                        "Bitbucket with SHA-1",
                        headers("x-event-key", "repo:push", "x-hub-signature", "sha1=" + "a".repeat(40))),
                Arguments.of("GitLab with an HMAC", headers("x-gitlab-event", "Push Hook", "x-hub-signature", good)),
                Arguments.of("GitLab, wrong token", headers("x-gitlab-event", "Push Hook", "x-gitlab-token", "wrong")),
                Arguments.of("GitLab, empty token", headers("x-gitlab-event", "Push Hook", "x-gitlab-token", "")),
                Arguments.of(
                        "GitLab, token twice",
                        headers("x-gitlab-event", "Push Hook", "x-gitlab-token", EVERYBODY + "," + EVERYBODY)),
                Arguments.of(
                        "CircleCI, v1 twice",
                        headers("circleci-event-type", "ping", "circleci-signature", "v1=" + HELLO + ",v1=" + HELLO)),
                Arguments.of(
                        "CircleCI, only v2",
                        headers("circleci-event-type", "ping", "circleci-signature", "v2=" + HELLO)),
                Arguments.of("CircleCI, bare", headers("circleci-event-type", "ping", "circleci-signature", HELLO)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refused(String what, Map<String, String> headers) {
        assertThat(letsIn(List.of(EVERYBODY), "Hello, World!", headers))
                .as(what)
                .isFalse();
    }

    @Test
    void authenticate_noSecret_refusesEvenWhatIsSignedWithNothing() {
        Map<String, String> headers = headers("x-github-event", "push", "x-hub-signature-256", "sha256=" + HELLO);

        assertThat(letsIn(List.of(), "Hello, World!", headers)).isFalse();
        assertThat(letsIn(List.of(""), "Hello, World!", headers)).isFalse();
        assertThat(letsIn(List.of(""), "x", headers("x-gitlab-event", "Push Hook", "x-gitlab-token", "")))
                .isFalse();
        assertThat(letsIn(List.of("whsec_"), "x", standard("x", NOW, new byte[] {1})))
                .isFalse();
    }

    @Test
    void authenticate_bodyChangedByOneBit_refuses() {
        assertThat(letsIn(
                        List.of(EVERYBODY),
                        "Hello, World?",
                        headers("x-github-event", "push", "x-hub-signature-256", "sha256=" + HELLO)))
                .isFalse();
    }

    @Test
    void authenticate_gitLabToken_letsIn() {
        assertThat(letsIn(List.of("canary"), "{}", headers("X-Gitlab-Event", "Push Hook", "X-Gitlab-Token", "canary")))
                .isTrue();
    }

    private static Map<String, String> standard(String body, Instant sent, byte[] key) {
        String timestamp = Long.toString(sent.getEpochSecond());
        byte[] code = Hmac.code(key, ("msg_1." + timestamp + "." + body).getBytes(UTF_8));
        return headers(
                "x-gitlab-event",
                "Push Hook",
                "webhook-id",
                "msg_1",
                "webhook-timestamp",
                timestamp,
                "webhook-signature",
                "v1," + Base64.getEncoder().encodeToString(code));
    }

    @ParameterizedTest
    @CsvSource({"0,true", "300,true", "-300,true", "301,false", "-301,false", "86400,false"})
    void authenticate_signedByGitLab_countsForFiveMinutes(long age, boolean accepted) {
        assertThat(letsIn(List.of(WHSEC), "{}", standard("{}", NOW.minusSeconds(age), KEY)))
                .isEqualTo(accepted);
    }

    @Test
    void authenticate_publishedStandardWebhooksVector_letsIn() {
        Map<String, String> headers = headers(
                "x-gitlab-event", "Push Hook",
                "webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek",
                "webhook-timestamp", "1614265330",
                "webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        Authenticator authenticator = new Authenticator(
                new Fixed(List.of(new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))),
                () -> Instant.ofEpochSecond(1_614_265_330));

        assertThat(authenticator.authenticate(
                        new Delivery("1", Headers.of(headers), "{\"test\": 2432232314}".getBytes(UTF_8))))
                .isEqualTo(new Origin.Proven(Provider.GITLAB));
    }

    @Test
    void authenticate_severalSignatures_oneIsEnough() {
        Map<String, String> headers = standard("{}", NOW, KEY);
        headers.compute("webhook-signature", (name, good) -> "v1a,AAAA v1,AAAA " + good);

        assertThat(letsIn(List.of(WHSEC), "{}", headers)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook-id", "webhook-timestamp", "webhook-signature"})
    void authenticate_signedByGitLabWithoutAPart_refuses(String missing) {
        Map<String, String> headers = standard("{}", NOW, KEY);
        headers.remove(missing);

        assertThat(letsIn(List.of(WHSEC), "{}", headers)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1e9", "999999999999999999999999", "1700000000.5", "٣"})
    void authenticate_timestampThatIsNone_refuses(String timestamp) {
        Map<String, String> headers = standard("{}", NOW, KEY);
        headers.put("webhook-timestamp", timestamp);

        assertThat(letsIn(List.of(WHSEC), "{}", headers)).isFalse();
    }

    @Test
    void authenticate_signingKeyIsSet_tokenDoesNotCount() {
        assertThat(letsIn(List.of(WHSEC), "{}", headers("x-gitlab-event", "Push Hook", "x-gitlab-token", WHSEC)))
                .isFalse();
    }
}
