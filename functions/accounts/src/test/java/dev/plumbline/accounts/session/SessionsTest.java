package dev.plumbline.accounts.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.accounts.requests.Purpose;
import dev.plumbline.accounts.requests.RequestCounter;
import dev.plumbline.accounts.requests.RequestCounts;
import dev.plumbline.accounts.requests.RequestKind;
import dev.plumbline.accounts.requests.Requests;
import dev.plumbline.accounts.stacks.Stacks;
import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubAws;
import dev.plumbline.accounts.stub.StubRequest;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.failure.Stalled;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SessionsTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final TargetKey DEV = new TargetKey("111111111111", "eu-west-1");
    private static final TargetKey DEV_FRANKFURT = new TargetKey("111111111111", "eu-central-1");

    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private final StubAws aws = new StubAws(SessionsTest::answer);
    private final Sessions sessions = aws.sessions(now::get);

    @Test
    void assume_twoCallsInTwoRegions_asksStsOnce() {
        Stacks.in(sessions.assume(DEV, Role.PROVISION, "push-1")).all();
        Stacks.in(sessions.assume(DEV_FRANKFURT, Role.PROVISION, "push-1")).all();

        assertThat(aws.actions()).containsExactly("AssumeRole", "DescribeStacks", "DescribeStacks");
    }

    @Test
    void assume_firstCall_givesRoleExternalIdAndRun() {
        Stacks.in(sessions.assume(DEV, Role.VERIFY, "push/1 2")).all();

        assertThat(aws.requests().getFirst().form())
                .containsEntry("RoleArn", "arn:aws:iam::111111111111:role/plumbline-verify")
                .containsEntry("ExternalId", "our-external-id")
                .containsEntry("RoleSessionName", "plumbline-push-1-2");
    }

    @Test
    void assume_firstCall_signsWithTheRolesKey() {
        Stacks.in(sessions.assume(DEV_FRANKFURT, Role.PROVISION, "push-1")).all();

        assertThat(aws.requests().getLast().header("Authorization"))
                .contains("Credential=AKIDMEMBER/")
                .contains("/eu-central-1/cloudformation/");
    }

    @Test
    void assume_otherRole_asksStsAgain() {
        Stacks.in(sessions.assume(DEV, Role.PROVISION, "push-1")).all();
        Stacks.in(sessions.assume(DEV, Role.VERIFY, "push-1")).all();

        assertThat(aws.actions()).containsExactly("AssumeRole", "DescribeStacks", "AssumeRole", "DescribeStacks");
    }

    @Test
    void assume_withAPolicyOfTheSession_givesItAndIsAnotherSession() {
        Stacks.in(sessions.assume(DEV, Role.REMEDIATE, "case-1")).all();
        Stacks.in(sessions.assume(DEV, Role.REMEDIATE, "{\"less\":true}", "case-1"))
                .all();
        Stacks.in(sessions.assume(DEV, Role.REMEDIATE, "{\"less\":true}", "case-1"))
                .all();

        assertThat(aws.actions())
                .containsExactly("AssumeRole", "DescribeStacks", "AssumeRole", "DescribeStacks", "DescribeStacks");
        assertThat(aws.requests().getFirst().form()).doesNotContainKey("Policy");
        assertThat(aws.requests().get(2).form()).containsEntry("Policy", "{\"less\":true}");
    }

    /** A process of Lambda serves one run after another; CloudTrail tells them apart by the session's name alone. */
    @Test
    void assume_nextRunOfAWarmProcess_worksInItsOwnName() {
        Stacks.in(sessions.assume(DEV, Role.PROVISION, "push-1")).all();
        Stacks.in(sessions.assume(DEV, Role.PROVISION, "push-2")).all();
        Stacks.in(sessions.assume(DEV, Role.PROVISION, "push-1")).all();

        assertThat(aws.requests().stream()
                        .filter(request -> request.action().equals("AssumeRole"))
                        .map(request -> request.form().get("RoleSessionName")))
                .containsExactly("plumbline-push-1", "plumbline-push-2");
        assertThat(aws.actions()).hasSize(5);
    }

    @Test
    void assume_runAfterRun_keepsTheSessionsOfTheLastOnesOnly() {
        for (int run = 0; run < 9; run++) {
            Stacks.in(sessions.assume(DEV, Role.PROVISION, "push-" + run)).all();
        }
        Stacks.in(sessions.assume(DEV, Role.PROVISION, "push-1")).all();
        Stacks.in(sessions.assume(DEV, Role.PROVISION, "push-0")).all();

        assertThat(aws.actions().stream().filter("AssumeRole"::equals)).hasSize(10);
    }

    @Test
    void assume_credentialsNearTheirEnd_asksStsAgain() {
        Stacks stacks = Stacks.in(sessions.assume(DEV, Role.PROVISION, "push-1"));
        stacks.all();
        now.set(NOW.plusSeconds(3_301));
        stacks.all();

        assertThat(aws.actions()).containsExactly("AssumeRole", "DescribeStacks", "AssumeRole", "DescribeStacks");
    }

    @Test
    void assume_roleRefused_stallsAndSaysWhatToDeploy() {
        StubAws refusing = new StubAws(request -> StubAnswer.xmlError(403, "AccessDenied", "not authorized"));
        Session session = refusing.sessions(now::get).assume(DEV, Role.PROVISION, "push-1");

        assertThatThrownBy(() -> Stacks.in(session).all())
                .isInstanceOf(Stalled.class)
                .hasMessageContaining("arn:aws:iam::111111111111:role/plumbline-provision")
                .hasMessageContaining("bootstrap/member-*.yaml");
    }

    @Test
    void assume_china_namesItsPartition() {
        Stacks.in(sessions.assume(DEV, Role.PROVISION, "push-1")).all();

        assertThat(Role.executionRoleArn("111111111111", "cn-north-1"))
                .isEqualTo("arn:aws-cn:iam::111111111111:role/plumbline-execution");
    }

    @Test
    void requests_memberSession_countsByPurposeServiceAndAction() {
        RequestCounter counter = new RequestCounter();
        Stacks stacks = Stacks.in(sessions.assume(DEV, Role.PROVISION, "push-1"));
        Requests.counted(counter, () -> {
            stacks.all();
            return Requests.during(Purpose.POLL, stacks::all);
        });

        RequestCounts counts = counter.snapshot();
        assertThat(counts.counts())
                .isEqualTo(new TreeMap<>(Map.of(
                        new RequestKind(Purpose.SESSION, "Sts", "AssumeRole"), 1L,
                        new RequestKind(Purpose.CHANGE, "CloudFormation", "DescribeStacks"), 1L,
                        new RequestKind(Purpose.POLL, "CloudFormation", "DescribeStacks"), 1L)));
    }

    @Test
    void requests_outsideOfACount_countNothing() {
        RequestCounter counter = new RequestCounter();
        Requests.counted(counter, () -> "nothing");
        Stacks.in(sessions.assume(DEV, Role.PROVISION, "push-1")).all();

        assertThat(counter.snapshot().isEmpty()).isTrue();
    }

    @Test
    void configuration_noRegion_stalls() {
        assertThatThrownBy(() -> Configuration.from(Map.of())).isInstanceOf(Stalled.class);
    }

    @Test
    void configuration_containerCredentials_comeBeforeKeys() {
        Map<String, String> environment = Map.of(
                "AWS_ACCESS_KEY_ID", "AKID", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1/credentials");

        assertThat(HubCredentials.from(environment)).isInstanceOf(HubCredentials.FromContainer.class);
    }

    @Test
    void keys_printed_showNoSecret() {
        HubCredentials keys = HubCredentials.from(Map.of(
                "AWS_ACCESS_KEY_ID", "AKID", "AWS_SECRET_ACCESS_KEY", "canary", "AWS_SESSION_TOKEN", "canary-token"));

        assertThat(keys.toString()).contains("AKID").doesNotContain("canary");
    }

    private static StubAnswer answer(StubRequest request) {
        return switch (request.action()) {
            case "AssumeRole" -> StubAnswer.result("AssumeRole", """
                    <Credentials><AccessKeyId>AKIDMEMBER</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
                    <SessionToken>t</SessionToken><Expiration>2026-11-01T13:00:00Z</Expiration></Credentials>""");
            default -> StubAnswer.result("DescribeStacks", "<Stacks/>");
        };
    }
}
