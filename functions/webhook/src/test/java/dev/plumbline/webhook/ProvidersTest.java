package dev.plumbline.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plumbline.failure.Stalled;
import dev.plumbline.webhook.Knock.Response;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Deliveries of each provider in the shape that it documents, through the whole function. */
class ProvidersTest {

    private static final String BEFORE = "95790bf891e76fee5e1747ab589903a6a1f80f22";
    private static final String AFTER = "da1560886d4f094c3e6c9ef40349f7d38b5d27d7";
    private static final String ZERO = "0".repeat(40);
    private static final byte[] SIGNING_KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);

    private StubAws aws;

    @BeforeEach
    void start() throws IOException {
        aws = new StubAws();
        aws.secret(
                "AWSCURRENT",
                "{\"gitlab\":\"token\",\"bitbucket\":\"secret\",\"circleci\":\"secret\",\"github\":\"secret\"}");
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    private WebhookHandler door(String... variables) {
        Map<String, String> environment = new HashMap<>(aws.environment());
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        return new WebhookHandler(environment);
    }

    private String input() {
        assertThat(aws.executions()).hasSize(1);
        return aws.executions().values().iterator().next().replaceFirst(",\"delivery\":\"[^\"]+\"", "");
    }

    private static String expected(String repository, String before, String after) {
        return "{\"trigger\":\"push\",\"repository\":\"" + repository + "\",\"ref\":\"refs/heads/main\",\"before\":\""
                + before + "\",\"after\":\"" + after + "\"}";
    }

    private static Knock gitLab(String event, String body) {
        return Knock.with(body).header("X-Gitlab-Event", event).header("X-Gitlab-Token", "token");
    }

    private static String gitLabPush(String ref, String after) {
        return """
                {"object_kind":"push","event_name":"push","before":"%s","after":"%s","ref":"%s","ref_protected":true,
                 "checkout_sha":"%s","user_id":4,"project_id":15,"project":{"id":15,"name":"Live","default_branch":"main"},
                 "commits":[{"id":"b6568db1bc1dcd7f8b4d5a946b0b91f9dacd7327"}],"total_commits_count":4}""".formatted(BEFORE, after, ref, after);
    }

    @Test
    void gitLab_push_startsRun() {
        WebhookHandler door = door("PLUMBLINE_REPOSITORY_ID", "gitlab:15");

        assertThat(gitLab("Push Hook", gitLabPush("refs/heads/main", AFTER))
                        .at(door)
                        .field("outcome"))
                .isEqualTo("started");
        assertThat(input()).isEqualTo(expected("gitlab:15", BEFORE, AFTER));
    }

    @Test
    void gitLab_signedPush_startsRun() {
        aws.secret("AWSCURRENT", "{\"gitlab\":\"whsec_" + Base64.getEncoder().encodeToString(SIGNING_KEY) + "\"}");
        String body = gitLabPush("refs/heads/main", AFTER);
        String timestamp = Long.toString(Instant.now().getEpochSecond());
        byte[] code = Knock.code(SIGNING_KEY, ("id." + timestamp + "." + body).getBytes(UTF_8));

        Response response = Knock.with(body)
                .header("X-Gitlab-Event", "Push Hook")
                .header("webhook-id", "id")
                .header("webhook-timestamp", timestamp)
                .header("webhook-signature", "v1," + Base64.getEncoder().encodeToString(code))
                .at(door("PLUMBLINE_REPOSITORY_ID", "gitlab:15"));

        assertThat(response.field("outcome")).isEqualTo("started");
    }

    @Test
    void gitLab_deletedBranch_isIgnored() {
        assertThat(gitLab("Push Hook", gitLabPush("refs/heads/main", ZERO))
                        .at(door("PLUMBLINE_REPOSITORY_ID", "gitlab:15"))
                        .field("outcome"))
                .isEqualTo("ignored");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Tag Push Hook", "Note Hook", "Pipeline Hook", "System Hook"})
    void gitLab_otherEvent_isIgnored(String event) {
        assertThat(gitLab(event, gitLabPush("refs/heads/main", AFTER))
                        .at(door("PLUMBLINE_REPOSITORY_ID", "gitlab:15"))
                        .field("outcome"))
                .isEqualTo("ignored");
    }

    @Test
    void gitLab_sameNumberAsGitHubRepository_isAnotherRepository() {
        assertThat(gitLab("Push Hook", gitLabPush("refs/heads/main", AFTER))
                        .at(door("PLUMBLINE_REPOSITORY_ID", "github:15"))
                        .field("outcome"))
                .isEqualTo("ignored");
    }

    private static Knock bitbucket(String changes) {
        String body = """
                {"push":{"changes":[%s]},"repository":{"type":"repository","full_name":"acme/live",
                 "uuid":"{3eb2c7a2-5e7d-4c1a-8c53-5a2f0c1b9a10}"},"actor":{"type":"user"}}""".formatted(changes);
        return Knock.with(body)
                .header("X-Event-Key", "repo:push")
                .header("X-Hook-UUID", "{a1b2}")
                .header("X-Hub-Signature", "sha256=" + Knock.hmac("secret".getBytes(UTF_8), body.getBytes(UTF_8)));
    }

    private static String side(String type, String name, String hash) {
        return "{\"type\":\"%s\",\"name\":\"%s\",\"target\":{\"type\":\"commit\",\"hash\":\"%s\"}}"
                .formatted(type, name, hash);
    }

    private WebhookHandler bitbucketDoor() {
        return door("PLUMBLINE_REPOSITORY_ID", "bitbucket:{3eb2c7a2-5e7d-4c1a-8c53-5a2f0c1b9a10}");
    }

    @Test
    void bitbucket_pushAmongOthers_startsRun() {
        String other = "{\"old\":null,\"new\":" + side("tag", "main", AFTER) + ",\"created\":true}";
        String ours = "{\"old\":" + side("branch", "main", BEFORE) + ",\"new\":" + side("branch", "main", AFTER) + "}";

        assertThat(bitbucket(other + "," + ours).at(bitbucketDoor()).field("outcome"))
                .isEqualTo("started");
        assertThat(input()).isEqualTo(expected("bitbucket:{3eb2c7a2-5e7d-4c1a-8c53-5a2f0c1b9a10}", BEFORE, AFTER));
    }

    @Test
    void bitbucket_newBranch_startsRun() {
        String change = "{\"old\":null,\"new\":" + side("branch", "main", AFTER) + ",\"created\":true}";

        assertThat(bitbucket(change).at(bitbucketDoor()).field("outcome")).isEqualTo("started");
        assertThat(input()).contains("\"before\":\"" + ZERO + "\"");
    }

    @Test
    void bitbucket_closedBranchTagOrNothing_isIgnored() {
        String closed = "{\"old\":" + side("branch", "main", BEFORE) + ",\"new\":null,\"closed\":true}";
        String tag = "{\"old\":null,\"new\":" + side("tag", "main", AFTER) + "}";

        assertThat(bitbucket(closed).at(bitbucketDoor()).field("outcome")).isEqualTo("ignored");
        assertThat(bitbucket(tag).at(bitbucketDoor()).field("outcome")).isEqualTo("ignored");
        assertThat(bitbucket("").at(bitbucketDoor()).field("outcome")).isEqualTo("ignored");
        assertThat(aws.executions()).isEmpty();
    }

    private WebhookHandler gated() {
        return door(
                "PLUMBLINE_GATE", "circleci",
                "PLUMBLINE_CIRCLECI_PROJECT", "84996744-a854-4f5e-aea3-04e2851dc1d2",
                "PLUMBLINE_CIRCLECI_WORKFLOW", "check");
    }

    private static Knock circleCi(String event, String body) {
        return Knock.with(body)
                .header("circleci-event-type", event)
                .header("circleci-signature", "v1=" + Knock.hmac("secret".getBytes(UTF_8), body.getBytes(UTF_8)));
    }

    private static String completed(String project, String workflow, String status, String branch) {
        return """
                {"type":"workflow-completed","id":"3888f21b-eaa7-38e3-8f3d-75a63bba8895",
                 "happened_at":"2021-09-01T22:49:34.317Z","webhook":{"id":"cf8c4fdd-0587-4da1-b4ca-4846e9640af9"},
                 "project":{"id":"%s","name":"live","slug":"github/acme/live"},"organization":{"id":"f22b6566","name":"acme"},
                 "workflow":{"id":"fda08377-fe7e-46b1-8992-3a7aaecac9c3","name":"%s","status":"%s"},
                 "pipeline":{"id":"1285fe1d-d3a6-44fc-8886-8979558254c4","number":130,
                  "vcs":{"provider_name":"github","origin_repository_url":"https://github.com/acme/live","revision":"%s",
                   "branch":"%s"}}}""".formatted(project, workflow, status, AFTER, branch);
    }

    private static final String PROJECT = "84996744-a854-4f5e-aea3-04e2851dc1d2";

    @Test
    void circleCi_greenWorkflow_startsRun() {
        assertThat(circleCi("workflow-completed", completed(PROJECT, "check", "success", "main"))
                        .at(gated())
                        .field("outcome"))
                .isEqualTo("started");
        assertThat(input())
                .isEqualTo(expected("github:186853002", ZERO, AFTER)
                        .replace("\"trigger\":\"push\"", "\"trigger\":\"circleci\""));
        assertThat(aws.executions().keySet()).allMatch(name -> name.matches("circleci-[0-9a-f]{32}-0"));
    }

    @Test
    void circleCi_projectOfTheGitHubApp_startsRun() {
        String body = """
                {"type":"workflow-completed","project":{"id":"%s"},"workflow":{"name":"check","status":"success"},
                 "pipeline":{"number":3,"trigger_parameters":{"git":{"branch":"main","checkout_sha":"%s","ref":"refs/heads/main"}}}}""".formatted(PROJECT, AFTER);

        assertThat(circleCi("workflow-completed", body).at(gated()).field("outcome"))
                .isEqualTo("started");
    }

    @ParameterizedTest
    @CsvSource({
        "84996744-a854-4f5e-aea3-04e2851dc1d2,check,failed,main",
        "84996744-a854-4f5e-aea3-04e2851dc1d2,check,error,main",
        "84996744-a854-4f5e-aea3-04e2851dc1d2,check,canceled,main",
        "84996744-a854-4f5e-aea3-04e2851dc1d2,check,unauthorized,main",
        "84996744-a854-4f5e-aea3-04e2851dc1d2,check,SUCCESS,main",
        "84996744-a854-4f5e-aea3-04e2851dc1d2,check2,success,main",
        "84996744-a854-4f5e-aea3-04e2851dc1d2,che,success,main",
        "84996744-a854-4f5e-aea3-04e2851dc1d2,check,success,mainline",
        "84996744-a854-4f5e-aea3-04e2851dc1d2,check,success,feature/main",
        "84996744-a854-4f5e-aea3-04e2851dc1d20,check,success,main",
        "00000000-a854-4f5e-aea3-04e2851dc1d2,check,success,main",
    })
    void circleCi_anythingElse_isIgnored(String project, String workflow, String status, String branch) {
        assertThat(circleCi("workflow-completed", completed(project, workflow, status, branch))
                        .at(gated())
                        .field("outcome"))
                .isEqualTo("ignored");
        assertThat(aws.executions()).isEmpty();
    }

    @Test
    void circleCi_jobAndPing_startNothing() {
        assertThat(circleCi("job-completed", "{\"type\":\"job-completed\"}")
                        .at(gated())
                        .field("outcome"))
                .isEqualTo("ignored");
        assertThat(circleCi("ping", "{\"type\":\"ping\"}").at(gated()).field("outcome"))
                .isEqualTo("pong");
    }

    /** A pipeline that a schedule or the API started has no commit of a provider (CircleCI, "Webhooks reference"). */
    @Test
    void circleCi_workflowWithoutVcs_isIgnored() {
        String body = """
                {"type":"workflow-completed","project":{"id":"%s"},"workflow":{"name":"check","status":"success"},
                 "pipeline":{"number":3}}""".formatted(PROJECT);

        assertThat(circleCi("workflow-completed", body).at(gated()).field("outcome"))
                .isEqualTo("ignored");
        assertThat(circleCi("workflow-completed", body).at(door()).field("outcome"))
                .isEqualTo("ignored");
        assertThat(circleCi("workflow-completed", "{}").at(gated()).field("outcome"))
                .isEqualTo("ignored");
    }

    @Test
    void circleCi_awaitedWorkflowWithoutItsCommit_isUnreadable() {
        String body = completed(PROJECT, "check", "success", "main").replace(AFTER, "HEAD");

        assertThat(circleCi("workflow-completed", body).at(gated()).status()).isEqualTo(422);
    }

    @Test
    void gitHub_pushElsewhereWithoutItsCommits_isIgnored() {
        String body = "{\"ref\":\"refs/heads/other\",\"before\":null,\"after\":null,\"repository\":{\"id\":186853002}}";

        assertThat(Knock.gitHub("push", "secret", body.getBytes(UTF_8))
                        .at(door())
                        .field("outcome"))
                .isEqualTo("ignored");
    }

    @Test
    void circleCi_gateIsPush_isIgnored() {
        assertThat(circleCi("workflow-completed", completed(PROJECT, "check", "success", "main"))
                        .at(door())
                        .field("outcome"))
                .isEqualTo("ignored");
    }

    @Test
    void gateCircleCi_pushAlone_deploysNothing() {
        String body =
                "{\"ref\":\"refs/heads/main\",\"before\":\"%s\",\"after\":\"%s\",\"repository\":{\"id\":186853002}}"
                        .formatted(BEFORE, AFTER);

        assertThat(Knock.gitHub("push", "secret", body.getBytes(UTF_8))
                        .at(gated())
                        .field("outcome"))
                .isEqualTo("ignored");
        assertThat(aws.executions()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PLUMBLINE_GATE,circleci", "PLUMBLINE_GATE,none", "PLUMBLINE_REPOSITORY_ID,''", "PLUMBLINE_BRANCH,''"})
    void door_wrongConfiguration_isStalledAtOnce(String name, String value) {
        assertThatExceptionOfType(Stalled.class).isThrownBy(() -> door(name, value));
    }
}
