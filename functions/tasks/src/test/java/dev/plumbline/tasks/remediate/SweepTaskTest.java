package dev.plumbline.tasks.remediate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.accounts.ledger.CaseStatus;
import dev.plumbline.accounts.ledger.FindingCase;
import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubRequest;
import dev.plumbline.estate.FindingAction;
import dev.plumbline.failure.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is wrong although no event of it has come, or nobody works on it any more. */
class SweepTaskTest {

    private static final String TYPE = "AWS::EC2::SecurityGroup";
    private static final String OPEN = PlaybookTest.config("restricted-ssh", TYPE, AccountForTests.GROUP);
    private static final String TARGET = "{'sweep':{'account':'111111111111','region':'eu-west-1'}}";

    private final WorkflowForTests workflow = new WorkflowForTests();
    private final Map<String, JsonNode> started = new TreeMap<>();
    private Instant evaluated = workflow.now;
    private String findings = "";

    @BeforeEach
    void begin() {
        workflow.account.state.put("ingress", "open");
        workflow.hub.answers("StartExecution", request -> {
            String name = request.json().path("name").asText();
            assertThat(name).matches("[\\w-]{1,80}");
            started.put(name, WorkflowForTests.json(request.json().path("input").asText()));
            return StubAnswer.ok("{\"executionArn\":\"arn:e\",\"startDate\":1}");
        });
        workflow.hub.answers(
                "DescribeComplianceByConfigRule",
                request -> StubAnswer.ok("{\"ComplianceByConfigRules\":[{\"ConfigRuleName\":\"restricted-ssh\"}]}"));
        workflow.hub.answers("GetComplianceDetailsByConfigRule", request -> details());
        workflow.hub.answers("GET /detector", request -> StubAnswer.ok("{\"detectorIds\":[\"d1\"]}"));
        workflow.hub.answers(
                "POST /detector/d1/findings",
                request -> StubAnswer.ok("{\"findingIds\":[" + (findings.isEmpty() ? "" : "\"f1\"") + "]}"));
        workflow.hub.answers(
                "POST /detector/d1/findings/get", request -> StubAnswer.ok("{\"findings\":[" + findings + "]}"));
    }

    /** Attack {@code lose-an-event}: what the event would have told is still NON_COMPLIANT. */
    @Test
    void sweep_whatIsNotCompliantAndOfWhichNobodyHasHeard_isFixedAsIfItsEventHadCome() {
        sweep(TARGET);

        assertThat(started).hasSize(1);
        JsonNode event = started.values().iterator().next();
        assertThat(event.at("/detail/newEvaluationResult/evaluationResultIdentifier/orderingTimestamp")
                        .asText())
                .isEqualTo(evaluated.toString());
        FindingCase fixed = workflow.handle("swept", event.toString());
        assertThat(fixed.status()).isEqualTo(CaseStatus.FIXED);
        assertThat(workflow.account.state).containsEntry("ingress", "closed");
    }

    /**
     * The API answers findings as EventBridge sends them: botocore's GetFindings, EventBridge's
     * aws.guardduty@GuardDutyFinding.
     */
    @Test
    void sweep_findingThatIsActive_isAskedForAsTheAccountsOwnAndOfTheLastDays() {
        evaluated = Instant.EPOCH;
        findings = WorkflowForTests.json(PlaybookTest.guardDuty("Recon:EC2/Portscan", "{}", "{}"))
                .path("detail")
                .toString();

        sweep(TARGET);

        assertThat(started.values())
                .filteredOn(event -> event.path("source").asText().equals("aws.guardduty"))
                .singleElement()
                .satisfies(
                        event -> assertThat(event.at("/detail/type").asText()).isEqualTo("Recon:EC2/Portscan"));
        JsonNode criterion = asked("POST /detector/d1/findings").json().at("/findingCriteria/criterion");
        assertThat(criterion.at("/accountId/eq/0").asText()).isEqualTo("111111111111");
        assertThat(criterion.at("/service.archived/eq/0").asText()).isEqualTo("false");
        assertThat(criterion.at("/updatedAt/greaterThanOrEqual").asLong())
                .isEqualTo(workflow.now.minus(Duration.ofDays(7)).toEpochMilli());
    }

    @Test
    void sweep_whatIsBeingWorkedOn_startsNothing() {
        workflow.estate(FindingAction.ASK, "");
        workflow.handle("one", OPEN);

        sweep(TARGET);

        assertThat(started).isEmpty();
    }

    /** What a person was told, or declined, is not told again each day although rules are evaluated anew each day. */
    @Test
    void sweep_whatWasReportedOrDeclined_startsNothing() {
        workflow.estate(FindingAction.REPORT, "");
        assertThat(workflow.handle("one", OPEN).status()).isEqualTo(CaseStatus.REPORTED);
        workflow.now = workflow.now.plus(Duration.ofDays(3));
        evaluated = workflow.now;

        sweep(TARGET);

        assertThat(started).isEmpty();
    }

    @Test
    void sweep_whatWasFixed_startsAgainOnlyForWhatWasSeenAfterwards() {
        FindingCase fixed = workflow.handle("one", OPEN);
        assertThat(fixed.status()).isEqualTo(CaseStatus.FIXED);
        evaluated = fixed.judgedAt().minusSeconds(1);
        workflow.now = workflow.now.plus(Duration.ofDays(1));
        sweep(TARGET);
        assertThat(started).isEmpty();

        evaluated = workflow.now;
        sweep(TARGET);
        assertThat(started).hasSize(1);
    }

    @Test
    void sweep_everywhere_startsOneForEachTargetAndTakesUpTheCaseWhoseExecutionHasDied() {
        workflow.estate(FindingAction.ASK, "");
        FindingCase waiting = workflow.handle("one", OPEN);
        sweep("{'sweep':{}}");
        assertThat(started.keySet()).singleElement().asString().startsWith("sweep-111111111111-eu-west-1-");

        workflow.hub.execution(WorkflowForTests.EXECUTION + "one", "ABORTED");
        started.clear();
        sweep("{'sweep':{}}");

        assertThat(started.values()).contains(WorkflowForTests.json("{'takeUp':'" + waiting.id() + "'}"));
        FindingCase again = workflow.handle("two", "{'takeUp':'" + waiting.id() + "'}");
        assertThat(again.owner()).endsWith(":two");
        assertThat(again.status()).isEqualTo(CaseStatus.WAITING);
    }

    @Test
    void takeUp_ofACaseThatSomebodyWorksOn_joinsIt() {
        workflow.estate(FindingAction.ASK, "");
        FindingCase waiting = workflow.handle("one", OPEN);

        assertThat(workflow.receive("two", "{'takeUp':'" + waiting.id() + "'}").outcome())
                .isEqualTo("joined");
        assertThat(workflow.found(waiting.id()).owner()).endsWith(":one");
    }

    @Test
    void sweep_repeated_startsUnderTheSameNames() {
        sweep(TARGET);
        Map<String, JsonNode> first = Map.copyOf(started);
        sweep(TARGET);

        assertThat(started).isEqualTo(first);
    }

    @Test
    void sweep_accountOutsideTheEstate_isAskedNothing() {
        sweep("{'sweep':{'account':'999999999999','region':'eu-west-1'}}");
        sweep("{'sweep':{'account':'111111111111','region':'us-east-1'}}");

        assertThat(workflow.hub.aws().requests())
                .extracting(StubRequest::action)
                .doesNotContain("AssumeRole", "GET /detector");
    }

    @Test
    void sweep_whereConfigCannotBeAsked_sweepsTheRestAndFails() {
        workflow.hub.answers(
                "DescribeComplianceByConfigRule", request -> StubAnswer.jsonError(400, "AccessDeniedException", "no"));
        findings = WorkflowForTests.json(PlaybookTest.guardDuty("Recon:EC2/Portscan", "{}", "{}"))
                .path("detail")
                .toString();

        assertThatExceptionOfType(Failure.class).isThrownBy(() -> sweep(TARGET));

        assertThat(started).hasSize(1);
    }

    private void sweep(String input) {
        assertThat(workflow.receive("sweeper", input).outcome()).isEqualTo("swept");
    }

    private StubRequest asked(String action) {
        return workflow.hub.aws().requests().stream()
                .filter(request -> request.action().equals(action))
                .findFirst()
                .orElseThrow();
    }

    private StubAnswer details() {
        return StubAnswer.ok("{\"EvaluationResults\":[{\"EvaluationResultIdentifier\":{\"EvaluationResultQualifier\":"
                + "{\"ConfigRuleName\":\"restricted-ssh\",\"ResourceType\":\"" + TYPE + "\",\"ResourceId\":\""
                + AccountForTests.GROUP + "\"},\"OrderingTimestamp\":" + evaluated.toEpochMilli() / 1000.0
                + "},\"ComplianceType\":\"NON_COMPLIANT\",\"ConfigRuleInvokedTime\":"
                + evaluated.toEpochMilli() / 1000.0 + "}]}");
    }
}
