package dev.plumbline.journeys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.session.Configuration;
import dev.plumbline.accounts.session.HubCredentials;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.accounts.session.Sessions;
import dev.plumbline.cli.local.LocalAccount;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.VirtualMFADevice;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * Who may take which role of the deployed example, and what each role may do there; a pipeline takes its own by a
 * token, and nobody else does. An access key of alice's, which the example gives nobody, stands in for her password.
 */
@ExtendWith(LocalDefault.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PeopleJourneyTest {

    private static final String REGION = "eu-west-1";
    private static final String ALICE = "alice";
    private static final List<String> ROLES = List.of("read-only", "billing", "developer", "administrator", "deploy");
    private static final String ORGANIZATION = "01234567-89ab-cdef-0123-456789abcdef";
    private static final String PROJECT = "11111111-2222-3333-4444-0123456789ab";
    private static final String MAIN = "org/" + ORGANIZATION + "/project/" + PROJECT
            + "/user/99999999-9999-9999-9999-999999999999/vcs-origin/github.com/acme/shop/vcs-ref/refs/heads/main";

    private final Journey journey;
    private final IamClient security;
    private AccessKey key = AccessKey.builder().build();
    private Device device = new Device("", "");

    PeopleJourneyTest(Journey journey) {
        this.journey = journey;
        this.security = journey.administrator(LocalAccount.SECURITY).client(IamClient.class, IamClient::builder);
    }

    @BeforeAll
    void aliceSignsInForTheFirstTime() {
        journey.restore();
        key = security.createAccessKey(request -> request.userName(ALICE)).accessKey();
        IamClient herself = alice().client(IamClient.class, IamClient::builder);
        VirtualMFADevice made = herself.createVirtualMFADevice(request -> request.virtualMFADeviceName(ALICE))
                .virtualMFADevice();
        device = new Device(made.serialNumber(), made.base32StringSeed().asUtf8String());
        herself.enableMFADevice(request -> request.userName(ALICE)
                .serialNumber(device.serial())
                .authenticationCode1(device.code(0))
                .authenticationCode2(device.code(1)));
        secrets().createSecret(request -> request.name(Deed.SECRET).secretString("for nobody in particular"));
    }

    @AfterAll
    void aliceLeaves() {
        secrets().deleteSecret(request -> request.secretId(Deed.SECRET).forceDeleteWithoutRecovery(true));
        security.deactivateMFADevice(request -> request.userName(ALICE).serialNumber(device.serial()));
        security.deleteVirtualMFADevice(request -> request.serialNumber(device.serial()));
        security.deleteAccessKey(request -> request.userName(ALICE).accessKeyId(key.accessKeyId()));
    }

    @Test
    void roles_ofHerGroups_areTakenWithACodeOfHerDeviceAlone() {
        for (LocalAccount account : LocalAccount.values()) {
            List<String> hers =
                    account == LocalAccount.DEV || account == LocalAccount.STAGE || account == LocalAccount.PROD
                            ? List.of("read-only", "developer")
                            : List.of("read-only");
            assertThat(taken(account, Optional.of(device.code(0))))
                    .as("with the code, in " + account)
                    .containsExactlyElementsOf(hers);
            assertThat(taken(account, Optional.empty()))
                    .as("without a code, in " + account)
                    .isEmpty();
        }
        String wrong = device.code(0).equals("000000") ? "000001" : "000000";
        assertThat(taken(LocalAccount.DEV, Optional.of(wrong)))
                .as("with a wrong code")
                .isEmpty();
    }

    @Test
    void roles_fromAnyOtherAccountThanSecurity_areNobodys() {
        for (LocalAccount account : List.of(LocalAccount.PROD, LocalAccount.SHARED_SERVICES)) {
            StsClient elsewhere = journey.administrator(account).client(StsClient.class, StsClient::builder);
            assertThat(ROLES)
                    .noneMatch(role -> take(
                                    elsewhere, request(LocalAccount.DEV, role).build())
                            .isPresent());
        }
    }

    @TestFactory
    Stream<DynamicTest> role_ofTheExample_doesItsWorkAndNothingElse() {
        LiveTree everyGroup = journey.baseline()
                .replace(
                        "security",
                        "Groups: [read-only, developer]",
                        "Groups: [read-only, billing, developer, administrator, deploy]");
        deploy(everyGroup);
        return Stream.concat(
                Stream.concat(
                        ROLES.stream().map(role -> works(LocalAccount.DEV, role, work(role))),
                        // In dev developers may do more than operate what runs.
                        Stream.of(works(LocalAccount.PROD, "developer", work("operating developer")))),
                Stream.of(DynamicTest.dynamicTest("two groups again", () -> deploy(journey.baseline()))));
    }

    private DynamicTest works(LocalAccount account, String role, Set<Deed> work) {
        return DynamicTest.dynamicTest(
                role + " in " + account.environment(),
                () -> assertThat(Deed.of(session(account, role))).isEqualTo(work));
    }

    private void deploy(LiveTree tree) {
        Ended run = journey.pushApproving(tree);
        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.DEPLOYED);
    }

    private static Set<Deed> work(String role) {
        return switch (role) {
            case "billing" -> EnumSet.of(Deed.LOOK_AT_BILLS);
            case "read-only", "operating developer" ->
                EnumSet.of(
                        Deed.LOOK_AT_NETWORKS,
                        Deed.FOLLOW_A_DEPLOYMENT,
                        Deed.QUERY_LOGS,
                        Deed.SIGN_IN_TO_THE_REGISTRY,
                        Deed.LOOK_AT_IMAGES_OF_THE_SHOP);
            case "developer", "administrator" ->
                EnumSet.complementOf(EnumSet.of(
                        Deed.READ_THE_SECRET_OF_THE_APPLICATION,
                        Deed.TAKE_A_ROLE_OF_PLUMBLINE_AWAY,
                        Deed.MAKE_A_ROLE_WITHOUT_A_BOUNDARY));
            case "deploy" ->
                EnumSet.of(Deed.FOLLOW_A_DEPLOYMENT, Deed.SIGN_IN_TO_THE_REGISTRY, Deed.LOOK_AT_IMAGES_OF_THE_SHOP);
            default -> throw new IllegalArgumentException(role);
        };
    }

    @Test
    void pipeline_withTheTokenOfItsJob_worksOnItsImagesAlone() {
        Session job = pipeline(MAIN, ORGANIZATION).orElseThrow();

        assertThat(Deed.of(job))
                .containsExactlyInAnyOrder(Deed.SIGN_IN_TO_THE_REGISTRY, Deed.LOOK_AT_IMAGES_OF_THE_SHOP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "refs/heads/main refs/heads/feature",
                "refs/heads/main refs/heads/main-2",
                "acme/shop acme/shop-fork",
                PROJECT + " 99999999-9999-9999-9999-999999999999"
            })
    void pipeline_withAStolenTokenOfAnotherSubject_isRefused(String change) {
        String[] words = change.split(" ", 2);

        assertThat(pipeline(MAIN.replace(words[0], words[1]), ORGANIZATION)).isEmpty();
    }

    @Test
    void pipeline_withATokenForAnotherAudience_isRefused() {
        assertThat(pipeline(MAIN, PROJECT)).isEmpty();
    }

    /** Takes the role of the example's pipeline as a job does. */
    private Optional<Session> pipeline(String subject, String audience) {
        String token = part("{\"alg\":\"RS256\"}") + "."
                + part("{\"iss\":\"https://oidc.circleci.com/org/" + ORGANIZATION + "\",\"aud\":\"" + audience
                        + "\",\"sub\":\"" + subject + "\"}")
                + ".signature";
        String role = new Account(journey.administrator(LocalAccount.hub()))
                .stack("estate-app-images").outputs().stream()
                        .filter(output -> output.outputKey().equals("CircleCiRoleArn"))
                        .map(output -> output.outputValue())
                        .findFirst()
                        .orElseThrow();
        try {
            return Optional.of(session(
                    LocalAccount.hub(),
                    journey.administrator(LocalAccount.hub())
                            .client(StsClient.class, StsClient::builder)
                            .assumeRoleWithWebIdentity(request -> request.roleArn(role)
                                    .roleSessionName("job-1")
                                    .webIdentityToken(token))
                            .credentials()));
        } catch (RuntimeException error) {
            return refused(error);
        }
    }

    private static String part(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
    }

    private Session session(LocalAccount account, String role) {
        return take(
                        alice().client(StsClient.class, StsClient::builder),
                        request(account, role)
                                .serialNumber(device.serial())
                                .tokenCode(device.code(0))
                                .build())
                .map(credentials -> session(account, credentials))
                .orElseThrow();
    }

    /** The roles of an account that alice is let into, with a code or without. */
    private List<String> taken(LocalAccount account, Optional<String> code) {
        StsClient sts = alice().client(StsClient.class, StsClient::builder);
        return ROLES.stream()
                .filter(role -> {
                    AssumeRoleRequest.Builder request = request(account, role);
                    code.ifPresent(
                            given -> request.serialNumber(device.serial()).tokenCode(given));
                    return take(sts, request.build()).isPresent();
                })
                .toList();
    }

    private static AssumeRoleRequest.Builder request(LocalAccount account, String role) {
        return AssumeRoleRequest.builder()
                .roleArn("arn:aws:iam::" + account.id() + ":role/estate/" + role)
                .roleSessionName(ALICE);
    }

    private static Optional<Credentials> take(StsClient sts, AssumeRoleRequest request) {
        try {
            return Optional.of(sts.assumeRole(request).credentials());
        } catch (RuntimeException error) {
            return refused(error);
        }
    }

    private static <T> Optional<T> refused(RuntimeException error) {
        if (Refused.is(error)) {
            return Optional.empty();
        }
        throw error;
    }

    private Session alice() {
        return session(LocalAccount.SECURITY, key.accessKeyId(), key.secretAccessKey(), "");
    }

    private Session session(LocalAccount account, Credentials credentials) {
        return session(account, credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken());
    }

    private Session session(LocalAccount account, String id, String secret, String token) {
        HubCredentials keys = new HubCredentials.Keys(id, secret, token);
        return new Sessions(new Configuration(
                        REGION, account.id(), "", keys, journey.organization().endpoint()))
                .hub();
    }

    private SecretsManagerClient secrets() {
        return journey.administrator(LocalAccount.DEV)
                .client(SecretsManagerClient.class, SecretsManagerClient::builder);
    }
}
