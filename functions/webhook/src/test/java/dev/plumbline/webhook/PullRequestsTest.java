package dev.plumbline.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.webhook.Knock.Response;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the door makes of pull requests: a plan, or a word why there is none. */
class PullRequestsTest {

    private static final String BASE = "95790bf891e76fee5e1747ab589903a6a1f80f22";
    private static final String HEAD = "da1560886d4f094c3e6c9ef40349f7d38b5d27d7";
    private static final String UUID = "{3eb2c7a2-5e7d-4c1a-8c53-5a2f0c1b9a10}";

    private StubAws aws;

    @BeforeEach
    void start() throws IOException {
        aws = new StubAws();
        aws.secret("AWSCURRENT", "{\"gitlab\":\"token\",\"bitbucket\":\"secret\",\"github\":\"secret\"}");
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"opened", "reopened", "synchronize", "ready_for_review"})
    void gitHub_eventThatAsksForAPlan_startsOneOfTheHead(String action) throws IOException {
        Response response = gitHub(payload(action));

        assertThat(response.field("outcome")).isEqualTo("started");
        JsonNode input = input();
        assertThat(input.path("trigger").asText()).isEqualTo("pull-request");
        assertThat(input.path("pullRequest").asText()).isEqualTo("12");
        assertThat(input.path("ref").asText()).isEqualTo("refs/heads/widen");
        assertThat(input.path("base").asText()).isEqualTo("refs/heads/main");
        assertThat(input.path("after").asText()).isEqualTo(HEAD);
        assertThat(aws.calls()).containsOnly("GetSecretValue", "GetItem", "StartExecution");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"draft\":false', '\"draft\":true', a draft gets no plan before it is ready for review",
        "'\"repo\":{\"id\":186853002}', '\"repo\":{\"id\":7}', a pull request from a fork gets no plan",
        "'\"repo\":{\"id\":186853002}', '\"repo\":null', a pull request from a fork gets no plan",
        "'\"ref\":\"main\"', '\"ref\":\"main2\"', the pull request does not go into the branch that is deployed",
        "'\"repository\":{\"id\":186853002', '\"repository\":{\"id\":1868530021', the pull request is not of the live repository",
        "'\"action\":\"opened\"', '\"action\":\"closed\"', nothing happened to the pull request that a plan depends on",
        "'\"action\":\"opened\"', '\"action\":\"edited\"', nothing happened to the pull request that a plan depends on",
    })
    void gitHub_whatGetsNoPlan_isAnsweredWithWhy(String text, String by, String reason) {
        String body = payload("opened");
        assertThat(body).contains(text);

        Response response = gitHub(body.replace(text, by));

        assertThat(response.status()).isEqualTo(202);
        assertThat(response.field("outcome")).isEqualTo("ignored");
        assertThat(response.field("reason")).isEqualTo(reason);
        assertThat(aws.executions()).isEmpty();
    }

    @Test
    void gitHub_ledToAnotherBranch_startsPlan() {
        String body = payload("edited").replace("\"number\":12", "\"changes\":{\"base\":{}},\"number\":12");

        assertThat(gitHub(body).field("outcome")).isEqualTo("started");
    }

    @Test
    void gitHub_repeated_isOnePlan() {
        String plan = gitHub(payload("opened")).field("run");

        assertThat(gitHub(payload("synchronize")).field("run")).isEqualTo(plan);
        assertThat(aws.executions()).hasSize(1);
    }

    @Test
    void gitHub_headThatIsPlanned_isNotPlannedAgain() {
        aws.head("pull-request/12", HEAD, "plan-1", 3, true, true);

        assertThat(gitHub(payload("reopened")).field("run")).isEqualTo("plan-1");
        assertThat(aws.executions()).isEmpty();
    }

    @Test
    void gitHub_headWhosePlanFailed_isPlannedAgain() {
        aws.head("pull-request/12", HEAD, "plan-1", 3, true, false);

        assertThat(gitHub(payload("reopened")).field("run")).endsWith("-3");
    }

    @Test
    void gitHub_withoutWhatMatters_isUnreadable() {
        assertThat(gitHub(payload("opened").replace(HEAD, "HEAD")).status()).isEqualTo(422);
    }

    @ParameterizedTest
    @CsvSource({
        "open, '', started",
        "reopen, '', started",
        "update, '\"oldrev\":\"95790bf891e76fee5e1747ab589903a6a1f80f22\",', started",
        "update, '', ignored",
        "merge, '', ignored",
        "open, '\"draft\":true,', ignored",
    })
    void gitLab_mergeRequest_isPlannedWhereItMoved(String action, String more, String outcome) {
        assertThat(gitLab(mergeRequest(action, more, 15), "{}").field("outcome"))
                .isEqualTo(outcome);
    }

    @Test
    void gitLab_readyAfterDraft_startsPlan() {
        assertThat(gitLab(mergeRequest("update", "", 15), "{\"draft\":{\"previous\":true,\"current\":false}}")
                        .field("outcome"))
                .isEqualTo("started");
    }

    /** GitLab switches a webhook off after four failed deliveries in a row ("Auto-disabled webhooks"). */
    @ParameterizedTest
    @CsvSource({
        "open, '\"source_project_id\":15', '\"source_project_id\":null', a pull request from a fork gets no plan",
        "close, '\"source_project_id\":15', '\"source_project_id\":null', nothing happened to the pull request that a plan depends on",
        "open, '\"last_commit\":{\"id\":\"da1560886d4f094c3e6c9ef40349f7d38b5d27d7\"}', '\"last_commit\":null', the pull request has no commit",
        "close, '\"last_commit\":{\"id\":\"da1560886d4f094c3e6c9ef40349f7d38b5d27d7\"}', '\"last_commit\":null', nothing happened to the pull request that a plan depends on",
    })
    void gitLab_whatIsGone_isIgnored(String action, String text, String by, String reason) {
        String request = mergeRequest(action, "", 15);
        assertThat(request).contains(text);

        Response response = gitLab(request.replace(text, by), "{}");

        assertThat(response.status()).isEqualTo(202);
        assertThat(response.field("reason")).isEqualTo(reason);
        assertThat(aws.executions()).isEmpty();
    }

    @Test
    void gitLab_lastCommitThatIsNone_isUnreadable() {
        assertThat(gitLab(mergeRequest("open", "", 15).replace(HEAD, "HEAD"), "{}")
                        .status())
                .isEqualTo(422);
    }

    /** A merge request is a draft by its title; the events' reference does not list a change of {@code draft}. */
    @ParameterizedTest
    @CsvSource({
        "'{\"title\":{\"previous\":\"Draft: Widen\",\"current\":\"Widen\"}}', started",
        "'{\"title\":{\"previous\":\"[Draft] Widen\",\"current\":\"Widen\"}}', started",
        "'{\"title\":{\"previous\":\"(draft) Widen\",\"current\":\"Widen\"}}', started",
        "'{\"title\":{\"previous\":\"WIP: Widen\",\"current\":\"Widen\"}}', started",
        "'{\"work_in_progress\":{\"previous\":true,\"current\":false}}', started",
        "'{\"title\":{\"previous\":\"Widen\",\"current\":\"Widen more\"}}', ignored",
        "'{\"title\":{\"previous\":\"Drafts: widen\",\"current\":\"Widen\"}}', ignored",
    })
    void gitLab_readyByItsTitle_startsPlan(String changes, String outcome) {
        assertThat(gitLab(mergeRequest("update", "", 15), changes).field("outcome"))
                .isEqualTo(outcome);
    }

    @Test
    void bitbucket_sourceThatIsGone_isIgnored() {
        assertThat(bitbucket("pullrequest:updated", UUID, false, "\"repository\":null")
                        .field("reason"))
                .contains("fork");
        assertThat(bitbucket("pullrequest:updated", UUID, false, "\"commit\":null")
                        .field("reason"))
                .isEqualTo("the pull request has no commit");
    }

    @Test
    void gitLab_fork_getsNone() {
        assertThat(gitLab(mergeRequest("open", "", 16), "{}").field("reason"))
                .isEqualTo("a pull request from a fork gets no plan");
    }

    @Test
    void bitbucket_pullRequest_isPlannedByTheBeginningOfItsCommit() throws IOException {
        Response response = bitbucket("pullrequest:created", UUID, false);

        assertThat(response.field("outcome")).isEqualTo("started");
        assertThat(input().path("after").asText()).isEqualTo(HEAD.substring(0, 12));
    }

    @Test
    void bitbucket_headThatIsPlanned_isNotPlannedAgain() {
        aws.head("pull-request/12", HEAD, "plan-1", 1, true, true);

        assertThat(bitbucket("pullrequest:updated", UUID, false).field("outcome"))
                .isEqualTo("repeated");
    }

    @Test
    void bitbucket_forkOrDraft_getsNone() {
        assertThat(bitbucket("pullrequest:created", UUID.replace('3', '4'), false)
                        .field("reason"))
                .contains("fork");
        assertThat(bitbucket("pullrequest:updated", UUID, true).field("reason")).contains("draft");
    }

    private Response gitHub(String body) {
        return Knock.gitHub("pull_request", "secret", body.getBytes(UTF_8)).at(new WebhookHandler(aws.environment()));
    }

    private Response gitLab(String request, String changes) {
        String body = """
                {"object_kind":"merge_request","project":{"id":15},"object_attributes":%s,"changes":%s}""".formatted(request, changes);
        return Knock.with(body)
                .header("X-Gitlab-Event", "Merge Request Hook")
                .header("X-Gitlab-Token", "token")
                .at(door("gitlab:15"));
    }

    private static String mergeRequest(String action, String more, int source) {
        return """
                {"iid":12,"action":"%s",%s"source_branch":"widen","target_branch":"main","source_project_id":%d,
                 "target_project_id":15,"last_commit":{"id":"%s"}}""".formatted(action, more, source, HEAD);
    }

    private Response bitbucket(String event, String source, boolean draft) {
        return bitbucket(event, source, draft, "\"by\":{}");
    }

    /** Of two fields of the same name the last one counts. */
    private Response bitbucket(String event, String source, boolean draft, String inSource) {
        String body = """
                {"repository":{"uuid":"%s"},"pullrequest":{"id":12,"state":"OPEN","draft":%s,
                 "source":{"branch":{"name":"widen"},"commit":{"hash":"%s"},"repository":{"uuid":"%s"},%s},
                 "destination":{"branch":{"name":"main"},"commit":{"hash":"%s"},"repository":{"uuid":"%s"}}}}""".formatted(UUID, draft, HEAD.substring(0, 12), source, inSource, BASE.substring(0, 12), UUID);
        return Knock.with(body)
                .header("X-Event-Key", event)
                .header("X-Hub-Signature", "sha256=" + Knock.hmac("secret".getBytes(UTF_8), body.getBytes(UTF_8)))
                .at(door("bitbucket:" + UUID));
    }

    private WebhookHandler door(String repository) {
        Map<String, String> environment = new HashMap<>(aws.environment());
        environment.put("PLUMBLINE_REPOSITORY_ID", repository);
        return new WebhookHandler(environment);
    }

    private JsonNode input() throws IOException {
        assertThat(aws.executions()).hasSize(1);
        return Knock.JSON.readTree(aws.executions().values().iterator().next());
    }

    private static String payload(String action) {
        return """
                {"action":"%s","number":12,"pull_request":{"draft":false,"head":{"ref":"widen","sha":"%s","repo":{"id":186853002}},\
                "base":{"ref":"main","sha":"%s","repo":{"id":186853002}}},"repository":{"id":186853002,"full_name":"acme/live"}}""".formatted(action, HEAD, BASE);
    }
}
