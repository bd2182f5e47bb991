package dev.plumbline.tasks.drift;

import static dev.plumbline.tasks.PlansForTests.COMMIT;
import static dev.plumbline.tasks.PlansForTests.DEV;
import static dev.plumbline.tasks.PlansForTests.stack;
import static dev.plumbline.tasks.PlansForTests.target;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plumbline.accounts.drift.ChangedBy;
import dev.plumbline.accounts.ledger.Deployed;
import dev.plumbline.accounts.ledger.DriftRecord;
import dev.plumbline.accounts.ledger.DriftState;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.estate.Settings;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.plan.PlanJson;
import dev.plumbline.failure.Waiting;
import dev.plumbline.tasks.HubForTests;
import dev.plumbline.tasks.assignment.Assignment;
import dev.plumbline.tasks.assignment.HalfWay;
import dev.plumbline.tasks.assignment.TargetPlans;
import dev.plumbline.tasks.drift.DriftAnswer.Looked;
import dev.plumbline.tasks.drift.DriftAnswer.Pending;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DriftTasksTest {

    private static final Pending NETWORK = new Pending("network", "detection-estate-network");
    private static final Pending TOPICS = new Pending("topics", "detection-estate-topics");

    private final HubForTests hub = new HubForTests();
    private final Ledger ledger = hub.ledger();
    private final Map<String, String> statuses = new HashMap<>();
    private final TargetPlans plans = new TargetPlans(Bucket.in(hub.aws().hub(), "plumbline-bucket"));
    private final AwsMoves moves =
            new AwsMoves(ledger, hub.sessions(), new Culprits(ledger, hub.sessions(), hub.clock()), hub.clock());
    private final DriftTasks tasks = new DriftTasks(
            ledger,
            hub.sessions(),
            plans,
            new SettingsDrift(
                    ledger,
                    hub.sessions(),
                    hub.driftConsents(),
                    new Culprits(ledger, hub.sessions(), hub.clock()),
                    new HalfWay(ledger),
                    hub.clock()),
            new Culprits(ledger, hub.sessions(), hub.clock()),
            moves,
            hub.clock());
    private boolean told;
    private final SecondLook second = new SecondLook(ledger, hub.sessions(), plans, moves);

    @BeforeEach
    void deploy() {
        hub.object(new String(
                PlanJson.write(
                        target(DEV, 1, Settings.none(), List.of(List.of(stack(DEV, "network"), stack(DEV, "topics"))))),
                UTF_8));
        for (String name : List.of("network", "topics")) {
            StackKey key = new StackKey(DEV, name);
            ledger.stacks()
                    .seen(
                            key,
                            new Deployed(
                                    "d".repeat(64),
                                    new TreeMap<>(),
                                    new TreeMap<>(),
                                    "UPDATE_COMPLETE",
                                    "push-1",
                                    HubForTests.NOW));
            ledger.stacks().verified(key, Verdict.HEALTHY, "{}");
        }
        hub.answers(
                "DetectStackDrift",
                request -> StubAnswer.result(
                        "DetectStackDrift",
                        "<StackDriftDetectionId>detection-" + request.form().get("StackName")
                                + "</StackDriftDetectionId>"));
        hub.answers(
                "DescribeStackDriftDetectionStatus",
                request -> StubAnswer.result(
                        "DescribeStackDriftDetectionStatus",
                        statuses.getOrDefault(
                                String.valueOf(request.form().get("StackDriftDetectionId")),
                                status("COMPLETE", "IN_SYNC"))));
        hub.answers(
                "LookupEvents",
                request -> told ? StubAnswer.ok("""
                        {"Events": [{"EventName": "ModifyVpcAttribute", "EventTime": 1795000000.0, "ReadOnly": "false",
                          "CloudTrailEvent": "{\\"userIdentity\\": {\\"arn\\": \\"arn:alice\\"}}"}]}""") : StubAnswer.jsonError(400, "AccessDeniedException", "not you"));
        hub.answers("DescribeStackResourceDrifts", request -> StubAnswer.result("DescribeStackResourceDrifts", """
                <StackResourceDrifts><member><StackId>arn:stack</StackId><LogicalResourceId>Vpc</LogicalResourceId>
                <PhysicalResourceId>vpc-1</PhysicalResourceId><ResourceType>AWS::EC2::VPC</ResourceType>
                <StackResourceDriftStatus>MODIFIED</StackResourceDriftStatus><PropertyDifferences><member>
                <PropertyPath>/EnableDnsHostnames</PropertyPath><ExpectedValue>true</ExpectedValue>
                <ActualValue>false</ActualValue><DifferenceType>NOT_EQUAL</DifferenceType></member>
                </PropertyDifferences></member></StackResourceDrifts>"""));
    }

    @Test
    void detect_stacksThatAreCurrent_areAskedForOnceEach() {
        assertThat(tasks.detect(assignment("run-1")).pending()).containsExactly(NETWORK, TOPICS);
    }

    @Test
    void look_nothingDrifted_nothingIsToDoForOneRequestEach() {
        int before = hub.aws().requests().size();

        Looked looked = look("run-1", NETWORK, TOPICS);

        assertThat(looked.pending()).isEmpty();
        assertThat(looked.levels()).isEmpty();
        assertThat(hub.aws().requests().stream()
                        .skip(before)
                        .filter(request -> request.action().startsWith("Describe")))
                .hasSize(2);
    }

    @Test
    void look_whileCloudFormationLooks_stopsAtTheFirstThatHasNotEnded() {
        statuses.put(TOPICS.id(), status("IN_PROGRESS", ""));

        assertThat(look("run-1", NETWORK, TOPICS).pending()).containsExactly(TOPICS);
    }

    @Test
    void look_drifted_isRememberedAndToDo() {
        statuses.put(NETWORK.id(), status("COMPLETE", "DRIFTED"));

        Looked looked = look("run-1", NETWORK, TOPICS);

        assertThat(looked.levels())
                .singleElement()
                .satisfies(level -> assertThat(level.stacks())
                        .extracting(item -> item.name())
                        .containsExactly("network"));
        assertThat(ledger.drifts().ofRun("run-1")).singleElement().satisfies(record -> {
            assertThat(record.state()).isEqualTo(DriftState.FOUND);
            assertThat(record.entries()).hasSize(1);
        });
    }

    @Test
    void look_whoChangedIt_isAskedForUntilCloudTrailTells() {
        statuses.put(NETWORK.id(), status("COMPLETE", "DRIFTED"));
        look("run-1", NETWORK, TOPICS);
        assertThat(changedBy("run-1")).isEmpty();

        told = true;
        look("run-2", NETWORK, TOPICS);
        assertThat(changedBy("run-2"))
                .hasValueSatisfying(
                        by -> assertThat(by.toString()).startsWith("arn:alice (ModifyVpcAttribute) at 2026"));
        look("run-3", NETWORK, TOPICS);

        assertThat(changedBy("run-3")).isEqualTo(changedBy("run-2"));
        assertThat(hub.aws().actions()).filteredOn("LookupEvents"::equals).hasSize(2);
        assertThat(ledger.drifts().of(DEV)).hasSize(1);
    }

    @Test
    void look_nameThatCloudTrailDoesNotKnow_asksByTheNext() {
        statuses.put(NETWORK.id(), status("COMPLETE", "DRIFTED"));
        hub.answers("DescribeStackResourceDrifts", request -> StubAnswer.result("DescribeStackResourceDrifts", """
                <StackResourceDrifts><member><StackId>arn:stack</StackId><LogicalResourceId>Key</LogicalResourceId>
                <PhysicalResourceId>1234</PhysicalResourceId><ResourceType>AWS::KMS::Key</ResourceType>
                <StackResourceDriftStatus>DELETED</StackResourceDriftStatus></member></StackResourceDrifts>"""));
        List<String> asked = new ArrayList<>();
        hub.answers("LookupEvents", request -> {
            String name =
                    request.json().at("/LookupAttributes/0/AttributeValue").asText();
            asked.add(name);
            return StubAnswer.ok(name.startsWith("arn:") ? """
                    {"Events": [{"EventName": "ScheduleKeyDeletion", "EventTime": 1795000000.0, "ReadOnly": "false",
                      "CloudTrailEvent": "{\\"userIdentity\\": {\\"arn\\": \\"arn:alice\\"}}"}]}""" : "{\"Events\": []}");
        });

        look("run-1", NETWORK, TOPICS);

        assertThat(asked).containsExactly("1234", "arn:aws:kms:eu-west-1:" + DEV.account() + ":key/1234");
        assertThat(changedBy("run-1").map(ChangedBy::event)).hasValue("ScheduleKeyDeletion");
    }

    private Optional<ChangedBy> changedBy(String run) {
        return ledger.drifts().ofRun(run).getFirst().entries().getFirst().changedBy();
    }

    @Test
    void look_noLongerDrifted_isGone() {
        statuses.put(NETWORK.id(), status("COMPLETE", "DRIFTED"));
        look("run-1", NETWORK, TOPICS);
        statuses.clear();

        look("run-2", NETWORK, TOPICS);

        assertThat(ledger.drifts().of(DEV)).extracting(DriftRecord::state).containsExactly(DriftState.GONE);
    }

    @Test
    void look_detectionFailed_isToldAndTheRestGoesOn() {
        statuses.put(NETWORK.id(), status("FAILED", ""));
        statuses.put(TOPICS.id(), status("COMPLETE", "DRIFTED"));

        Looked looked = look("run-1", NETWORK, TOPICS);

        assertThat(looked.failed()).containsExactly("network");
        assertThat(looked.drifted()).containsExactly("topics");
        assertThat(ledger.progress().lines("run-1"))
                .singleElement()
                .satisfies(line -> assertThat(line.reason()).contains("could not look for drift"));
    }

    @Test
    void secondLook_putBack_isReverted() {
        reverting();
        statuses.clear();

        assertThat(second.at(assignment("run-1"), "network")).contains("");
        assertThat(ledger.drifts().ofRun("run-1"))
                .extracting(DriftRecord::state)
                .containsExactly(DriftState.REVERTED);
    }

    @Test
    void secondLook_stillThere_saysWhatAndDetectsAgain() {
        reverting();

        assertThat(second.at(assignment("run-1"), "network"))
                .hasValueSatisfying(left -> assertThat(left).contains("Vpc", "EnableDnsHostnames"));
        assertThat(ledger.drifts().ofRun("run-1"))
                .extracting(DriftRecord::state)
                .containsExactly(DriftState.FAILED);
        statuses.clear();
        assertThat(second.at(assignment("run-1"), "network")).contains("");
    }

    @Test
    void secondLook_whileCloudFormationLooks_waitsForTheSameDetection() {
        reverting();
        statuses.put(NETWORK.id(), status("IN_PROGRESS", ""));

        assertThatExceptionOfType(Waiting.class).isThrownBy(() -> second.at(assignment("run-1"), "network"));
        assertThatExceptionOfType(Waiting.class).isThrownBy(() -> second.at(assignment("run-1"), "network"));
        assertThat(hub.aws().requests().stream()
                        .filter(request -> request.action().equals("DetectStackDrift")))
                .hasSize(1);
    }

    @Test
    void secondLook_stackOfWhichNothingWasPutBack_isNotLookedAt() {
        assertThat(second.at(assignment("run-1"), "topics")).isEmpty();
    }

    private void reverting() {
        statuses.put(NETWORK.id(), status("COMPLETE", "DRIFTED"));
        look("run-1", NETWORK, TOPICS);
        ledger.drifts().ofRun("run-1").forEach(record -> ledger.drifts().become(record, DriftState.REVERTING, ""));
    }

    private Looked look(String run, Pending... pending) {
        return tasks.look(assignment(run), List.of(pending), List.of(), List.of());
    }

    private static String status(String detection, String drift) {
        return """
                <StackId>arn:stack</StackId><StackDriftDetectionId>1</StackDriftDetectionId>
                <DetectionStatus>DETECTION_%s</DetectionStatus><DetectionStatusReason>why</DetectionStatusReason>
                <StackDriftStatus>%s</StackDriftStatus>""".formatted(detection, drift);
    }

    private static Assignment assignment(String run) {
        return new Assignment(
                run + "-1",
                run,
                HubForTests.BRANCH,
                COMMIT,
                "dev",
                DEV.account(),
                DEV.region(),
                1,
                "runs/" + run + "/targets/1.json",
                true,
                true,
                List.of("network", "topics"),
                List.of());
    }
}
