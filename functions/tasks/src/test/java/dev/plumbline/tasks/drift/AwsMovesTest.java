package dev.plumbline.tasks.drift;

import static dev.plumbline.tasks.PlansForTests.COMMIT;
import static dev.plumbline.tasks.PlansForTests.DEV;
import static dev.plumbline.tasks.PlansForTests.stack;
import static dev.plumbline.tasks.PlansForTests.target;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.drift.DriftEntry;
import dev.plumbline.accounts.ledger.Deployed;
import dev.plumbline.accounts.ledger.DriftRecord;
import dev.plumbline.accounts.ledger.DriftState;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.estate.AwsMove;
import dev.plumbline.estate.Drift;
import dev.plumbline.estate.DriftPolicy;
import dev.plumbline.estate.Settings;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.plan.PlanJson;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.tasks.HubForTests;
import dev.plumbline.tasks.PlansForTests;
import dev.plumbline.tasks.assignment.Assignment;
import dev.plumbline.tasks.assignment.HalfWay;
import dev.plumbline.tasks.assignment.TargetPlans;
import dev.plumbline.tasks.drift.DriftAnswer.Looked;
import dev.plumbline.tasks.drift.DriftAnswer.Pending;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What AWS itself moves is no drift. CloudFormation's drift detection reports RDS's automatic minor upgrade as drift
 * (cloudformation-coverage-roadmap 1309), and storage that has grown by itself as well (430 there), while RDS refuses
 * both to go back.
 */
class AwsMovesTest {

    private static final StackKey DATABASE = new StackKey(DEV, "database");
    private static final AwsMove VERSION = new AwsMove(
            "Data", "AWS::RDS::DBInstance", "EngineVersion", "Version", new AwsMove.Reach.SameMajorVersion());
    private static final AwsMove STORAGE =
            new AwsMove("Data", "AWS::RDS::DBInstance", "AllocatedStorage", "Size", new AwsMove.Reach.UpTo("Most"));
    private static final String UPGRADED = difference("/EngineVersion", "17.6", "17.7");
    private static final String GROWN = difference("/AllocatedStorage", "20", "30");

    private final HubForTests hub = new HubForTests();
    private final Ledger ledger = hub.ledger();
    private final List<String> differences = new ArrayList<>();
    private final Map<String, String> deployed = new TreeMap<>(Map.of("Version", "17.6", "Size", "20"));
    private TargetPlans plans = new TargetPlans(Bucket.in(hub.aws().hub(), "plumbline-bucket"));

    @BeforeEach
    void deploy() {
        declare("17.6", "20", Drift.REVERT);
        ledger.stacks()
                .seen(
                        DATABASE,
                        new Deployed(
                                "d".repeat(64),
                                new TreeMap<>(),
                                new TreeMap<>(),
                                "UPDATE_COMPLETE",
                                "push-1",
                                HubForTests.NOW));
        ledger.stacks().verified(DATABASE, Verdict.HEALTHY, "{}");
        hub.answers(
                "DescribeStackDriftDetectionStatus",
                request -> StubAnswer.result("DescribeStackDriftDetectionStatus", """
                <StackId>arn:stack</StackId><StackDriftDetectionId>1</StackDriftDetectionId>
                <DetectionStatus>DETECTION_COMPLETE</DetectionStatus>
                <StackDriftStatus>%s</StackDriftStatus>""".formatted(
                                differences.isEmpty() ? "IN_SYNC" : "DRIFTED")));
        hub.answers(
                "DescribeStackResourceDrifts",
                request ->
                        StubAnswer.result("DescribeStackResourceDrifts", """
                <StackResourceDrifts><member><StackId>arn:stack</StackId><LogicalResourceId>Data</LogicalResourceId>
                <PhysicalResourceId>app</PhysicalResourceId><ResourceType>AWS::RDS::DBInstance</ResourceType>
                <StackResourceDriftStatus>MODIFIED</StackResourceDriftStatus>
                <PropertyDifferences>%s</PropertyDifferences></member></StackResourceDrifts>""".formatted(String.join("", differences))));
        hub.answers(
                "DescribeStacks",
                request -> StubAnswer.result(
                        "DescribeStacks", """
                <Stacks><member><StackName>estate-database</StackName><StackId>arn:stack</StackId>
                <StackStatus>UPDATE_COMPLETE</StackStatus><CreationTime>2026-11-01T12:00:00Z</CreationTime>
                <Parameters><member><ParameterKey>Version</ParameterKey><ParameterValue>%s</ParameterValue></member>
                <member><ParameterKey>Size</ParameterKey><ParameterValue>%s</ParameterValue></member></Parameters>
                </member></Stacks>""".formatted(deployed.get("Version"), deployed.get("Size"))));
        hub.answers("LookupEvents", request -> StubAnswer.ok("{\"Events\": []}"));
    }

    @Test
    void look_automaticMinorUpgradeAndGrownStorage_areNoDriftAndToldWithTheLinesThatDeclareThem() {
        differences.addAll(List.of(UPGRADED, GROWN));

        Looked looked = look("run-1");

        assertThat(looked.drifted()).isEmpty();
        assertThat(looked.levels()).isEmpty();
        DriftRecord told = only();
        assertThat(told.state()).isEqualTo(DriftState.MOVED);
        assertThat(told.state().open()).isFalse();
        assertThat(told.entries())
                .extracting(DriftEntry::toString)
                .containsExactly(
                        "Data (AWS::RDS::DBInstance) AllocatedStorage is 30, declared 20",
                        "Data (AWS::RDS::DBInstance) EngineVersion is 17.7, declared 17.6");
        assertThat(told.reason()).endsWith("environments/dev.yaml:7:3: Size: 30, Version: \"17.7\"");
        assertThat(moved()).containsOnly(Map.entry("Size", "30"), Map.entry("Version", "17.7"));
        assertThat(ledger.drifts().ofRun("run-1", DEV, "database"))
                .as("nothing to put back")
                .isEmpty();
        assertThat(ledger.drifts().ofRun("run-1")).as("for the report").hasSize(1);
    }

    @Test
    void look_theSameMove_isTheSameFindingUntilItMovesOn() {
        differences.add(UPGRADED);
        look("run-1");
        ledger.drifts().toldBy("run-1", only());

        look("run-2");

        assertThat(ledger.drifts().ofRun("run-2")).singleElement().satisfies(again -> {
            assertThat(again.told()).isTrue();
            assertThat(again.count()).isEqualTo(2);
        });
        differences.set(0, difference("/EngineVersion", "17.6", "17.8"));
        look("run-3");
        assertThat(ledger.drifts().ofRun("run-3"))
                .singleElement()
                .satisfies(next -> assertThat(next.told()).isFalse());
        assertThat(ledger.drifts().of(DEV))
                .extracting(DriftRecord::state)
                .containsExactlyInAnyOrder(DriftState.MOVED, DriftState.GONE);
        assertThat(moved()).containsOnly(Map.entry("Version", "17.8"));
    }

    @ParameterizedTest
    @CsvSource({
        "/EngineVersion, 17.6, 17.5",
        "/EngineVersion, 17.6, 18.1",
        "/AllocatedStorage, 20, 101",
        "/AllocatedStorage, 30, 20",
        "/BackupRetentionPeriod, 14, 21",
        "/MasterUserSecret/KmsKeyId, 1, 2"
    })
    void look_theOtherDirectionOrTooFarOrAnythingElse_isDrift(String property, String expected, String actual) {
        differences.add(difference(property, expected, actual));

        assertThat(look("run-1").drifted()).containsExactly("database");
        assertThat(only().state()).isEqualTo(DriftState.FOUND);
        assertThat(moved()).isEmpty();
    }

    @Test
    void look_driftOfTheSameResource_isFoundApartFromWhatAwsMoved() {
        differences.addAll(List.of(UPGRADED, difference("/BackupRetentionPeriod", "14", "1")));

        assertThat(look("run-1").drifted()).containsExactly("database");
        assertThat(ledger.drifts().ofRun("run-1", DEV, "database"))
                .hasValueSatisfying(found -> assertThat(found.entries())
                        .extracting(DriftEntry::property)
                        .containsExactly("/BackupRetentionPeriod"));
        assertThat(ledger.drifts().ofRun("run-1"))
                .extracting(DriftRecord::state)
                .containsExactlyInAnyOrder(DriftState.FOUND, DriftState.MOVED);
    }

    @Test
    void look_declared_isToldNoMoreAndStillNotToBeSentAgain() {
        differences.add(UPGRADED);
        look("run-1");

        declare("17.7", "20", Drift.REVERT);
        look("run-2");

        assertThat(only().state()).isEqualTo(DriftState.GONE);
        assertThat(moved()).containsOnly(Map.entry("Version", "17.7"));
    }

    /** A drift-aware change set has made the stack take the live value over: detection sees nothing any more. */
    @Test
    void look_takenOverByTheStackButNotDeclared_staysToldWithoutDetection() {
        differences.add(GROWN);
        look("run-1");
        differences.clear();
        deployed.put("Size", "30");

        look("run-2");

        assertThat(ledger.drifts().ofRun("run-2")).singleElement().satisfies(again -> {
            assertThat(again.state()).isEqualTo(DriftState.MOVED);
            assertThat(again.count()).isEqualTo(2);
        });
        assertThat(moved()).containsOnly(Map.entry("Size", "30"));

        declare("17.6", "30", Drift.REVERT);
        look("run-3");
        assertThat(moved()).isEmpty();
        assertThat(only().state()).isEqualTo(DriftState.GONE);
    }

    /** A database that was made again begins as declared. */
    @Test
    void look_asDeployedAndAsDeclared_isForgotten() {
        differences.add(UPGRADED);
        look("run-1");
        differences.clear();

        look("run-2");

        assertThat(moved()).isEmpty();
        assertThat(only().state()).isEqualTo(DriftState.GONE);
    }

    @Test
    void look_whoseDriftIsIgnored_isRememberedAndNotTold() {
        declare("17.6", "20", Drift.IGNORE);
        differences.add(UPGRADED);

        look("run-1");

        assertThat(ledger.drifts().of(DEV)).isEmpty();
        assertThat(moved()).containsOnly(Map.entry("Version", "17.7"));
    }

    @Test
    void secondLook_whatAwsMoved_isNotWhatWasToBePutBack() {
        differences.addAll(List.of(UPGRADED, difference("/BackupRetentionPeriod", "14", "1")));
        look("run-1");
        ledger.drifts().become(ledger.drifts().ofRun("run-1", DEV, "database").orElseThrow(), DriftState.REVERTING, "");
        differences.removeLast();
        hub.answers(
                "DetectStackDrift",
                request ->
                        StubAnswer.result("DetectStackDrift", "<StackDriftDetectionId>again</StackDriftDetectionId>"));

        assertThat(new SecondLook(ledger, hub.sessions(), plans, moves()).at(assignment("run-1"), "database"))
                .contains("");
    }

    private DriftRecord only() {
        assertThat(ledger.drifts().of(DEV)).hasSize(1);
        return ledger.drifts().of(DEV).getFirst();
    }

    private Map<String, String> moved() {
        return ledger.stacks().read(DATABASE).moved();
    }

    private void declare(String version, String size, Drift ofTheResource) {
        StackPlan database = PlansForTests.with(
                PlansForTests.with(stack(DEV, "database"), VERSION, STORAGE),
                Map.of("Version", version, "Size", size, "Most", "100"));
        StackPlan judged = PlansForTests.with(
                database, new DriftPolicy(Drift.REVERT, new TreeMap<>(Map.of("Data", ofTheResource))));
        hub.object(new String(PlanJson.write(target(DEV, 1, Settings.none(), List.of(List.of(judged)))), UTF_8));
        plans = new TargetPlans(Bucket.in(hub.aws().hub(), "plumbline-bucket"));
    }

    private AwsMoves moves() {
        return new AwsMoves(ledger, hub.sessions(), culprits(), hub.clock());
    }

    private Culprits culprits() {
        return new Culprits(ledger, hub.sessions(), hub.clock());
    }

    private Looked look(String run) {
        SettingsDrift settings = new SettingsDrift(
                ledger, hub.sessions(), hub.driftConsents(), culprits(), new HalfWay(ledger), hub.clock());
        return new DriftTasks(ledger, hub.sessions(), plans, settings, culprits(), moves(), hub.clock())
                .look(assignment(run), List.of(new Pending("database", "1")), List.of(), List.of());
    }

    private static String difference(String property, String expected, String actual) {
        return """
                <member><PropertyPath>%s</PropertyPath><ExpectedValue>%s</ExpectedValue><ActualValue>%s</ActualValue>
                <DifferenceType>NOT_EQUAL</DifferenceType></member>""".formatted(property, expected, actual);
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
                List.of("database"),
                List.of());
    }
}
