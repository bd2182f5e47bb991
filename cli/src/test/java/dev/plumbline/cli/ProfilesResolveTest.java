package dev.plumbline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * The command itself can work with each profile that it writes: the SDK's own chain turns it into credentials. A
 * session of {@code aws login} lies in the cache where the AWS CLI puts it; STS is played.
 */
class ProfilesResolveTest {

    private static final Path EXAMPLE =
            Path.of(System.getProperty("plumbline.root", "..")).resolve("examples/live");
    private static final String CONFIGURATION = "aws.configFile";
    private static final String PROFILE = "aws.profile";

    @TempDir
    private Path folder;

    private final List<String> asked = new ArrayList<>();
    private final Map<String, String> settings = new HashMap<>();
    private HttpServer sts;

    @BeforeEach
    void playSts() throws IOException {
        sts = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        sts.createContext("/", exchange -> {
            String key = exchange.getRequestHeaders().getFirst("Authorization");
            String body = URLDecoder.decode(new String(exchange.getRequestBody().readAllBytes(), UTF_8), UTF_8);
            asked.add(key + " " + body);
            byte[] answer =
                    """
                    <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
                    <Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
                    <SessionToken>token</SessionToken><Expiration>%s</Expiration></Credentials>
                    </AssumeRoleResult></AssumeRoleResponse>""".formatted(Instant.now().plus(Duration.ofHours(1))).getBytes(UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        sts.start();
        settings.put(
                "aws.endpointUrlSts", "http://127.0.0.1:" + sts.getAddress().getPort());
        settings.put("aws.loginCacheDirectory", folder.toString());
        settings.put("aws.sharedCredentialsFile", folder.resolve("credentials").toString());
        settings.put("aws.disableEc2Metadata", "true");
        settings.put(CONFIGURATION, folder.resolve("config").toString());
        settings.forEach(System::setProperty);
    }

    @AfterEach
    void stop() {
        sts.stop(0);
        settings.keySet().forEach(System::clearProperty);
        System.clearProperty(PROFILE);
    }

    /**
     * A profile with {@code login_session} needs the SDK's module {@code signin}, one with {@code role_arn} its module
     * {@code sts} ("To use login_session property … the 'signin' service module must be on the class path").
     */
    @Test
    void profile_eachThatIsWritten_givesCredentials() throws IOException {
        Map<String, Profile> written = write();
        assertThat(written).containsKeys("acme", "acme-dev-developer", "acme-security-billing", "acme-prod-deploy");
        signIn(requireNonNull(written.get("acme")).property("login_session").orElseThrow());

        for (String profile : written.keySet()) {
            assertThat(credentials(profile).accessKeyId())
                    .as(profile)
                    .isEqualTo(profile.equals("acme") ? "ASIALOGIN" : "ASIAROLE");
        }
        assertThat(asked)
                .hasSize(written.size() - 1)
                .allSatisfy(request -> assertThat(request)
                        .contains("Credential=ASIALOGIN/", "Action=AssumeRole", "RoleSessionName=alice"));
        assertThat(written.values())
                .flatExtracting(profile -> profile.property("role_arn").stream().toList())
                .allSatisfy(role -> assertThat(asked)
                        .anySatisfy(request -> assertThat(request).contains("RoleArn=" + role)));
    }

    /** What is missing then is the session, which {@code aws login} brings, and not a part of the command. */
    @Test
    void profile_beforeAwsLogin_lacksTheSessionOnly() {
        write();

        assertThatThrownBy(() -> credentials("acme"))
                .hasMessageContaining("session")
                .hasMessageNotContaining("class path");
        assertThat(asked).isEmpty();
    }

    /** Companies sign in with IAM Identity Center as well; the SDK wants the modules sso and ssooidc for it. */
    @Test
    void profile_ofIamIdentityCenter_lacksTheTokenOnly() throws IOException {
        Files.writeString(folder.resolve("config"), """
                [profile sso]
                sso_session = acme
                sso_account_id = 111111111111
                sso_role_name = developer
                region = eu-west-1
                [sso-session acme]
                sso_region = eu-west-1
                sso_start_url = https://acme-of-this-test.awsapps.com/start
                """);

        assertThatThrownBy(() -> credentials("sso")).hasMessageContaining("SSO").hasMessageNotContaining("class path");
    }

    /** As the command's own session does it: the profile is chosen by its name alone. */
    private static AwsCredentials credentials(String profile) {
        System.setProperty(PROFILE, profile);
        try (DefaultCredentialsProvider chain =
                DefaultCredentialsProvider.builder().build()) {
            return chain.resolveCredentials();
        }
    }

    /** Writes the profiles of the example, by their names. */
    private Map<String, Profile> write() {
        Path file = folder.resolve("config");
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, UTF_8);
        assertThat(Plumbline.commandLine(new Console(nowhere, nowhere, false))
                        .execute("profiles", EXAMPLE.toString(), "--user", "alice", "--config", file.toString()))
                .isZero();
        return ProfileFile.builder()
                .content(file)
                .type(ProfileFile.Type.CONFIGURATION)
                .build()
                .profiles();
    }

    /** A session as {@code aws login} keeps it: named after the hash of the profile's login session. */
    private void signIn(String session) throws IOException {
        Files.writeString(folder.resolve(sha256(session) + ".json"), """
                {"accessToken": {"accessKeyId": "ASIALOGIN", "secretAccessKey": "secret", "sessionToken": "token",
                "accountId": "444444444444", "expiresAt": "%s"}, "tokenType": "aws_sigv4",
                "clientId": "arn:aws:signin:::devtools/same-device", "refreshToken": "refresh", "idToken": "id",
                "dpopKey": "not read before the session has to be renewed"}
                """.formatted(
                        Instant.now().plus(Duration.ofHours(1))));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
