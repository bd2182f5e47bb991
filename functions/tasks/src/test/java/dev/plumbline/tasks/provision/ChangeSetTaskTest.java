package dev.plumbline.tasks.provision;

import static dev.plumbline.tasks.PlansForTests.COMMIT;
import static dev.plumbline.tasks.PlansForTests.DEV;
import static dev.plumbline.tasks.PlansForTests.output;
import static dev.plumbline.tasks.PlansForTests.stack;
import static dev.plumbline.tasks.PlansForTests.target;
import static dev.plumbline.tasks.PlansForTests.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plumbline.accounts.callers.Signer;
import dev.plumbline.accounts.drift.DriftEntry;
import dev.plumbline.accounts.ledger.Answer;
import dev.plumbline.accounts.ledger.Deployed;
import dev.plumbline.accounts.ledger.DriftRecord;
import dev.plumbline.accounts.ledger.DriftState;
import dev.plumbline.accounts.ledger.Kept;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Line;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Phase;
import dev.plumbline.accounts.ledger.Question;
import dev.plumbline.accounts.ledger.Run;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubRequest;
import dev.plumbline.estate.AwsMove;
import dev.plumbline.estate.Settings;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.plan.PlanJson;
import dev.plumbline.estate.plan.PlannedBlueprint;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.failure.Stalled;
import dev.plumbline.failure.Waiting;
import dev.plumbline.tasks.HubForTests;
import dev.plumbline.tasks.approve.Asked;
import dev.plumbline.tasks.approve.Consents;
import dev.plumbline.tasks.assignment.Assignment;
import dev.plumbline.tasks.assignment.HalfWay;
import dev.plumbline.tasks.assignment.TargetPlans;
import dev.plumbline.tasks.cost.Costs;
import dev.plumbline.tasks.provision.ProvisionAnswer.Prepared;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The change set of one stack: made, found again, judged, asked about; for what the estate wants and for drift. */
class ChangeSetTaskTest {

    private static final StackKey NETWORK = new StackKey(DEV, "network");
    private static final StackPlan PLAN = stack(DEV, "network");
    private static final AwsMove VERSION = new AwsMove(
            "Data", "AWS::RDS::DBInstance", "EngineVersion", "Version", new AwsMove.Reach.SameMajorVersion());
    private static final String VPC_CHANGED = change("Modify", "Vpc", "AWS::EC2::VPC", "False", "");
    private static final String VPC_REMOVED = change("Remove", "Vpc", "AWS::EC2::VPC", "False", "");
    private static final String VPC_DRIFTED = change("Modify", "Vpc", "AWS::EC2::VPC", "False", "MODIFIED");
    private static final String DATA_AGAIN = change("Add", "Data", "AWS::RDS::DBInstance", "False", "DELETED");
    private static final String NAMED_SECRET = """
            Parameters: { Name: { Type: String } }
            Resources:
              Data: { Type: AWS::SecretsManager::Secret, Properties: { Name: !Ref Name } }
            """;
    private static final String STORED = """
            Parameters: { Name: { Type: "AWS::SSM::Parameter::Value<String>" } }
            Resources: { Data: { Type: AWS::SecretsManager::Secret, Properties: { Name: !Ref Name } } }
            """;
    private static final DriftEntry VPC_ENTRY = new DriftEntry(
            "Vpc", "vpc-1", "AWS::EC2::VPC", DriftEntry.Kind.CHANGED, "/EnableDnsHostnames", "true", "false");
    private static final DriftEntry DATA_GONE =
            new DriftEntry("Data", "db-1", "AWS::RDS::DBInstance", DriftEntry.Kind.DELETED, "", "", "");

    private final HubForTests hub = new HubForTests();
    private final Ledger ledger = hub.ledger();
    private final List<StubRequest> made = new ArrayList<>();
    private final List<String> deleted = new ArrayList<>();
    private final List<String> shells = new ArrayList<>();
    private final Consents consents = new Consents(ledger);
    private final Lines lines = new Lines(new Costs(ledger, hub.clock()), hub.clock());
    private final RecordTask records = new RecordTask(ledger, lines, hub.driftConsents());
    private final ChangeSetTask task = new ChangeSetTask(
            ledger,
            Bucket.in(hub.aws().hub(), "plumbline-bucket"),
            hub.sessions(),
            new TargetPlans(Bucket.in(hub.aws().hub(), "plumbline-bucket")),
            lines,
            consents,
            hub.driftConsents(),
            new HalfWay(ledger),
            hub.clock());
    private String changes = VPC_CHANGED;
    private String status = "CREATE_COMPLETE";
    private String execution = "AVAILABLE";
    private String statusReason = "";
    private String stackStatus = "UPDATE_COMPLETE";
    private boolean there;

    @BeforeEach
    void answer() {
        plan(PLAN);
        hub.answers("CreateChangeSet", request -> {
            made.add(request);
            there = true;
            return StubAnswer.result("CreateChangeSet", "<Id>arn:change-set</Id>");
        });
        hub.answers(
                "DescribeChangeSet",
                request -> there
                        ? StubAnswer.result(
                                "DescribeChangeSet", """
                <ChangeSetId>arn:change-set</ChangeSetId><Status>%s</Status><StatusReason>%s</StatusReason>
                <ExecutionStatus>%s</ExecutionStatus><Changes>%s</Changes>""".formatted(status, statusReason, execution, changes))
                        : StubAnswer.xmlError(404, "ChangeSetNotFound", "there is none"));
        hub.answers("DeleteChangeSet", request -> {
            deleted.add(String.valueOf(request.form().get("ChangeSetName")));
            there = false;
            return StubAnswer.result("DeleteChangeSet", "");
        });
        hub.answers("DescribeStacks", request -> StubAnswer.result("DescribeStacks", """
                <Stacks><member><StackName>estate-network</StackName><StackId>arn:stack</StackId>
                <StackStatus>%s</StackStatus><CreationTime>2026-11-01T12:00:00Z</CreationTime>
                <Parameters><member><ParameterKey>Version</ParameterKey><ParameterValue>17.6</ParameterValue></member>
                <member><ParameterKey>Size</ParameterKey><ParameterValue>20</ParameterValue></member></Parameters>
                <Outputs><member><OutputKey>VpcId</OutputKey><OutputValue>vpc-1</OutputValue></member></Outputs>
                </member></Stacks>""".formatted(stackStatus)));
        hub.answers("DeleteStack", request -> {
            shells.add(String.valueOf(request.form().get("StackName")));
            return StubAnswer.result("DeleteStack", "");
        });
        ledger.heads().claim(ledger.heads().read(HubForTests.BRANCH), COMMIT, "push-1");
        for (String run : List.of("push-1", "schedule-1", "schedule-2")) {
            ledger.runs().begin(Run.begins(run, "push", HubForTests.BRANCH, HubForTests.NOW, ""));
        }
    }

    @Test
    void prepare_asItWasDeployed_asksTheAccountNothing() {
        deployed(digest());
        ledger.stacks().verified(NETWORK, Verdict.HEALTHY, "{}");

        Prepared prepared = push(0);

        assertThat(prepared.decision()).isEqualTo("record");
        assertThat(prepared.outcome()).isEqualTo("unchanged");
        assertThat(made).isEmpty();
    }

    @Test
    void prepare_stackThatNeedsAnAccountThatCannotBeLookedInto_isSkippedAndSaysWhy() {
        Assignment plain = AssignmentsForTests.of("push-1");
        Assignment blocked = new Assignment(
                plain.name(),
                plain.run(),
                plain.ref(),
                plain.commit(),
                plain.environment(),
                plain.account(),
                plain.region(),
                plain.wave(),
                plain.key(),
                true,
                true,
                List.of(),
                List.of(),
                "",
                new TreeMap<>(Map.of("network", "needs 555555555555/eu-west-1/registry")));

        Prepared prepared =
                task.prepare(new ProvisionInput.CreateChangeSet(blocked, "network", 0, HubForTests.NOW.toString()));

        assertThat(prepared.decision()).isEqualTo("record");
        assertThat(prepared.outcome()).isEqualTo("skipped");
        assertThat(prepared.reason()).startsWith("needs 555555555555/eu-west-1/registry");
        assertThat(made).isEmpty();
    }

    @Test
    void prepare_asItWasDeployedAndNeverVerified_isVerified() {
        deployed(digest());

        assertThat(push(0).decision()).isEqualTo("verify");
    }

    @Test
    void prepare_stackThatIsNotThere_isMadeAndEnlistsItsTarget() {
        changes = change("Add", "Vpc", "AWS::EC2::VPC", "False", "");

        Prepared prepared = push(0);

        assertThat(prepared.decision()).isEqualTo("execute");
        assertThat(prepared.line()).isEqualTo(new LineStart("create", "+1", HubForTests.NOW.toString()));
        assertThat(made)
                .singleElement()
                .satisfies(request -> assertThat(request.form())
                        .containsEntry("ChangeSetType", "CREATE")
                        .containsEntry("ChangeSetName", prepared.changeSet())
                        .containsEntry(
                                "ClientToken", create(assignment("push-1"), 0).requestToken())
                        .doesNotContainKey("DeploymentMode"));
        assertThat(ledger.targets().listed()).containsEntry(DEV, "dev");
    }

    /**
     * A stack that comes back does not get back what was kept of it: CreateSecret answers ResourceExistsException, and
     * CloudFormation's create handlers AlreadyExists. On AWS the creation fails; nothing may be made before that.
     */
    @Test
    void prepare_nameIsTakenByWhatWasKept_stallsBeforeAnythingIsMade() {
        hub.objects().put("templates/" + PLAN.templateDigest() + ".yaml", NAMED_SECRET);
        keep("arn:secret:network-AbCdEf", "network", Kept.KEPT);

        assertThatExceptionOfType(Stalled.class)
                .isThrownBy(() -> push(0))
                .withMessageContainingAll(
                        "arn:secret:network-AbCdEf", "aws secretsmanager delete-secret", "plumbline resume push-1");
        assertThat(made).isEmpty();
        assertThat(ledger.targets().listed()).isEmpty();

        ledger.targets().forget(ledger.targets().kept(DEV).getFirst());
        changes = change("Add", "Data", "AWS::SecretsManager::Secret", "False", "");
        assertThat(push(0).decision()).isEqualTo("execute");
    }

    @Test
    void prepare_dataThatWouldBeginAnew_asksAndIsMadeOnceApproved() {
        hub.objects()
                .put(
                        "templates/" + PLAN.templateDigest() + ".yaml",
                        NAMED_SECRET.replace("Name: !Ref Name", "Description: generated"));
        keep("arn:secret:generated-AbCdEf", "", Kept.KEPT);
        changes = change("Add", "Data", "AWS::SecretsManager::Secret", "False", "");

        Prepared asked = push(0);

        assertThat(asked.decision()).isEqualTo("ask");
        assertThat(asked.reason()).contains("makes anew", "arn:secret:generated-AbCdEf", "approvals: destructive");
        answer("push-1", asked, Answer.Kind.APPROVED);
        assertThat(push(0).decision()).isEqualTo("execute");
    }

    @Test
    void prepare_stackThatStandsBesideWhatWasKept_asksNobodyAboutThat() {
        keep("arn:secret:network-AbCdEf", "network", Kept.KEPT);
        deployed("0".repeat(64));

        assertThat(push(0).decision()).isEqualTo("execute");
    }

    /** The reason of the change set's events, as early validation was seen to give it. */
    @Test
    void prepare_nameIsTakenBySomebodyElse_saysHowToGoOn() {
        status = "FAILED";
        execution = "UNAVAILABLE";
        statusReason = "Resource of type 'AWS::S3::Bucket' with identifier 'shop' already exists.";

        Prepared prepared = push(0);

        assertThat(prepared.outcome()).isEqualTo("failed");
        assertThat(prepared.reason()).contains("'shop' already exists", "another name in Git");
    }

    /** CloudFormation cites the value of a parameter that does not fit. */
    @Test
    void prepare_reasonThatCouldCiteAStoredValue_isLeftInTheAccount() {
        hub.objects().put("templates/" + PLAN.templateDigest() + ".yaml", STORED);
        status = "FAILED";
        execution = "UNAVAILABLE";
        statusReason = "parameter value canary for parameter name Name does not exist";

        Prepared prepared = push(0);

        assertThat(prepared.outcome()).isEqualTo("failed");
        assertThat(prepared.reason())
                .contains("CloudFormation refused the change", "aws cloudformation describe-events")
                .doesNotContain("canary");
    }

    @Test
    void prepare_refusalThatCouldCiteAStoredValue_isLeftInTheAccount() {
        hub.objects().put("templates/" + PLAN.templateDigest() + ".yaml", STORED);
        hub.answers("CreateChangeSet", request -> StubAnswer.xmlError(400, "ValidationError", "value canary"));

        assertThatExceptionOfType(Stalled.class)
                .isThrownBy(() -> push(0))
                .withNoCause()
                .satisfies(e -> assertThat(e.getMessage())
                        .contains("aws cloudformation describe-events")
                        .doesNotContain("canary"));
    }

    @Test
    void prepare_stackThatStandsOtherwise_isUpdated() {
        deployed("0".repeat(64));

        Prepared prepared = push(0);

        assertThat(prepared.decision()).isEqualTo("execute");
        assertThat(prepared.line().action()).isEqualTo("update");
        assertThat(made)
                .singleElement()
                .satisfies(request -> assertThat(request.form()).containsEntry("ChangeSetType", "UPDATE"));
        assertThat(line("push-1").phase()).isEqualTo(Phase.EXECUTING);
    }

    @Test
    void prepare_stackOfWhichTheLedgerIsWrong_isLookedAtAndUpdated() {
        hub.answers("CreateChangeSet", request -> {
            made.add(request);
            if ("CREATE".equals(request.form().get("ChangeSetType"))) {
                return StubAnswer.xmlError(400, "ValidationError", "Stack [estate-network] already exists");
            }
            there = true;
            return StubAnswer.result("CreateChangeSet", "<Id>arn:change-set</Id>");
        });

        assertThat(push(0).decision()).isEqualTo("execute");
        assertThat(made)
                .extracting(request -> request.form().get("ChangeSetType"))
                .containsExactly("CREATE", "UPDATE");
    }

    @Test
    void prepare_whileCloudFormationWorksItOut_waitsAndMakesItOnce() {
        deployed("0".repeat(64));
        status = "CREATE_IN_PROGRESS";

        assertThatExceptionOfType(Waiting.class).isThrownBy(() -> push(0));
        assertThatExceptionOfType(Waiting.class).isThrownBy(() -> push(1));
        assertThat(line("push-1").phase()).isEqualTo(Phase.CHANGING);
        status = "CREATE_COMPLETE";

        assertThat(push(2).decision()).isEqualTo("execute");
        assertThat(made).hasSize(1);
    }

    @Test
    void prepare_changeSetThatWasSweptAway_isMadeAgain() {
        deployed("0".repeat(64));
        push(0);
        there = false;

        assertThat(push(2).decision()).isEqualTo("execute");
        assertThat(made).hasSize(2);
    }

    @Test
    void prepare_stackThatWasChangedMeanwhile_makesTheChangeSetAgain() {
        deployed("0".repeat(64));
        execution = "OBSOLETE";

        assertThatExceptionOfType(Waiting.class).isThrownBy(() -> push(0));
        assertThat(deleted).hasSize(1);
        execution = "AVAILABLE";

        assertThat(push(1).decision()).isEqualTo("execute");
    }

    @Test
    void prepare_changeThatIsBeingExecuted_isNeitherMadeNorJudgedAgain() {
        deployed("0".repeat(64));
        push(0);
        ledger.stacks()
                .executing(NETWORK, create(assignment("push-1"), 0).requestToken(), "task-token", HubForTests.NOW);
        changes = VPC_REMOVED;

        assertThat(push(0).decision()).isEqualTo("execute");
        assertThat(made).hasSize(1);
    }

    @Test
    void prepare_templateThatSaysTheSame_notesItsDigestAndVerifies() {
        deployed("0".repeat(64));
        status = "FAILED";
        statusReason = "The submitted information didn't contain changes.";

        Prepared prepared = push(0);

        assertThat(prepared.decision()).isEqualTo("verify");
        assertThat(prepared.outcome()).isEqualTo("unchanged");
        assertThat(ledger.stacks().read(NETWORK).digest()).isEqualTo(digest());
        assertThat(deleted).hasSize(1);
    }

    @Test
    void prepare_changeThatCloudFormationRefuses_failsWithItsReason() {
        deployed("0".repeat(64));
        status = "FAILED";
        statusReason = "Transform failed";

        Prepared prepared = push(0);

        assertThat(prepared.decision()).isEqualTo("record");
        assertThat(prepared.outcome()).isEqualTo("failed");
        assertThat(prepared.reason()).contains("Transform failed");
        assertThat(deleted).hasSize(1);
    }

    /**
     * CloudFormation answers FAILED, "The submitted information didn't contain changes", to a change set of type CREATE
     * whose resources are all conditioned away, as to one that changes nothing, and leaves the stack in
     * REVIEW_IN_PROGRESS (CreateChangeSet: ChangeSetType).
     */
    @Test
    void prepare_creationWithoutAnyResource_stallsWithWhatToDoAndLeavesNoShell() {
        status = "FAILED";
        statusReason = "The submitted information didn't contain changes.";
        stackStatus = "REVIEW_IN_PROGRESS";

        Prepared prepared = push(0);

        assertThat(prepared.decision()).isEqualTo("record");
        assertThat(prepared.outcome()).isEqualTo("stalled");
        assertThat(prepared.reason())
                .contains("no resource to make", "environments/dev.yaml:7:3", "take the stack out");
        assertThat(shells).containsExactly("estate-network");
        assertThat(ledger.stacks().read(NETWORK).known()).isFalse();
    }

    @Test
    void prepare_emptyChangeSetOfAStackThatStandsUnknownToTheLedger_isTakenAsDeployed() {
        status = "FAILED";
        statusReason = "The submitted information didn't contain changes.";

        assertThat(push(0).decision()).isEqualTo("verify");
        assertThat(shells).isEmpty();
    }

    @Test
    void prepare_dangerousChange_asksAndLeavesNothingThatCouldBeExecuted() {
        deployed("0".repeat(64));
        changes = VPC_REMOVED;

        Prepared prepared = push(0);

        assertThat(prepared.decision()).isEqualTo("ask");
        assertThat(prepared.reason()).contains("removes Vpc");
        assertThat(deleted).hasSize(1);
        assertThat(line("push-1").phase()).isEqualTo(Phase.APPROVING);
    }

    @Test
    void prepare_approved_isExecutedOnlyForTheSameChanges() {
        deployed("0".repeat(64));
        changes = VPC_REMOVED;
        answer("push-1", push(0), Answer.Kind.APPROVED);
        assertThat(push(0).decision()).isEqualTo("execute");

        changes = VPC_REMOVED + change("Remove", "Subnet", "AWS::EC2::Subnet", "False", "");

        assertThat(push(0).decision()).isEqualTo("ask");
    }

    @Test
    void prepare_rejected_endsWithTheReasonAndLeavesNothing() {
        deployed("0".repeat(64));
        changes = VPC_REMOVED;
        answer("push-1", push(0), Answer.Kind.REJECTED);

        Prepared prepared = push(0);

        assertThat(prepared.decision()).isEqualTo("record");
        assertThat(prepared.outcome()).isEqualTo("stalled");
        assertThat(prepared.reason()).contains("rejected by arn:alice");
        assertThat(deleted).hasSize(2);
    }

    @Test
    void prepare_referenceToWhatIsNotDeployed_stallsAndSaysWhich() {
        plan(stack(DEV, "network", output(DEV, "dns", "ZoneId")));

        assertThatExceptionOfType(Stalled.class)
                .isThrownBy(() -> push(0))
                .withMessageContaining("dns")
                .withMessageContaining("ZoneId");
    }

    @Test
    void prepare_drift_isPutBackByAChangeSetThatComparesWithWhatLives() {
        drifted("schedule-1", VPC_ENTRY);
        changes = VPC_DRIFTED;

        Prepared prepared = schedule("schedule-1");

        assertThat(prepared.decision()).isEqualTo("execute");
        assertThat(prepared.line().action()).isEqualTo("revert");
        assertThat(made)
                .singleElement()
                .satisfies(request -> assertThat(request.form()).containsEntry("DeploymentMode", "REVERT_DRIFT"));
        assertThat(state("schedule-1")).isEqualTo(DriftState.REVERTING);
    }

    /**
     * RDS takes no version back ("Cannot upgrade postgres from 17.7 to 17.6"), and EKS none to where a cluster is
     * already. The handler of AWS::RDS::DBInstance sends a version only where the template's differs from the one
     * before (Translator.modifyDbInstanceRequest of aws-cloudformation-resource-providers-rds): what keeps its deployed
     * value is not sent.
     */
    @ParameterizedTest
    @CsvSource({"17.6, 17.7, kept", "17.7, 17.7, kept", "17.8, 17.7, 17.8", "18.1, 17.7, 18.1", "17.6, , 17.6"})
    void prepare_versionThatAwsHasOutrun_isNotSent(String declared, String reached, String sent) {
        plan(with(with(PLAN, VERSION), Map.of("Version", declared)));
        deployed("0".repeat(64));
        ledger.stacks().moved(NETWORK, reached == null ? new TreeMap<>() : new TreeMap<>(Map.of("Version", reached)));

        push(0);

        assertThat(given("Version")).isEqualTo(sent);
        assertThat(given("Name")).isEqualTo("network");
    }

    /** One of them may not be there yet, and RDS changes nothing of one that is. */
    @Test
    void prepare_versionThatOneOfTwoResourcesHasReached_isSentForTheOther() {
        AwsMove other = new AwsMove(
                "Other", "AWS::RDS::DBInstance", "EngineVersion", "Version", new AwsMove.Reach.SameMajorVersion());
        plan(with(with(PLAN, VERSION, other), Map.of("Version", "17.7")));
        deployed("0".repeat(64));
        ledger.stacks().moved(NETWORK, new TreeMap<>(Map.of("Version", "17.7")));

        push(0);

        assertThat(given("Version")).isEqualTo("17.7");
    }

    /** What is left to the template's default would be given that again, were it not named. */
    @Test
    void prepare_defaultThatAwsHasOutrun_isNamedAsKept() {
        AwsMove size =
                new AwsMove("Data", "AWS::RDS::DBInstance", "AllocatedStorage", "Size", new AwsMove.Reach.UpTo("Most"));
        PlannedBlueprint moving = with(PLAN, size).blueprint();
        plan(with(
                PLAN,
                new PlannedBlueprint(
                        moving.name(),
                        moving.version(),
                        moving.templateDigest(),
                        new TreeMap<>(Map.of("Size", "20")),
                        moving.secrets(),
                        moving.checks(),
                        moving.stateful(),
                        moving.windowed(),
                        moving.moves())));
        deployed("0".repeat(64));
        ledger.stacks().moved(NETWORK, new TreeMap<>(Map.of("Size", "30")));

        push(0);

        assertThat(given("Size")).isEqualTo("kept");
    }

    /**
     * A drift-aware change set puts back whatever it is not told to leave, storage that has grown included; what is
     * given its live value it does not touch (CloudFormation user guide, "Using drift-aware change sets").
     */
    @Test
    void prepare_driftBesideWhatAwsHasMoved_isPutBackWithTheLiveValueOfThat() {
        AwsMove size =
                new AwsMove("Data", "AWS::RDS::DBInstance", "AllocatedStorage", "Size", new AwsMove.Reach.UpTo("Most"));
        StackPlan moving = with(with(PLAN, VERSION, size), Map.of("Version", "17.6", "Size", "20"));
        plan(moving);
        changes = VPC_DRIFTED;
        drifted("schedule-1", VPC_ENTRY);
        deployed(moving.digest(new LedgerOutputs(ledger.stacks())).orElseThrow());
        ledger.stacks().moved(NETWORK, new TreeMap<>(Map.of("Size", "30", "Version", "17.7", "Gone", "1")));

        assertThat(schedule("schedule-1").decision()).isEqualTo("execute");

        assertThat(given("Size")).isEqualTo("30");
        assertThat(given("Version")).as("left alone by CloudFormation").isEqualTo("kept");
        assertThat(given("Gone")).isEmpty();
        assertThat(made.getFirst().form()).containsEntry("DeploymentMode", "REVERT_DRIFT");
    }

    /** What the change set gives a parameter: its value, {@code kept}, or nothing where it does not name it. */
    private String given(String parameter) {
        Map<String, String> form = made.getFirst().form();
        for (int index = 1; form.containsKey("Parameters.member." + index + ".ParameterKey"); index++) {
            String member = "Parameters.member." + index;
            if (parameter.equals(form.get(member + ".ParameterKey"))) {
                return "true".equals(form.get(member + ".UsePreviousValue"))
                        ? "kept"
                        : form.getOrDefault(member + ".ParameterValue", "");
            }
        }
        return "";
    }

    @Test
    void prepare_stackThatAPushHasChangedSinceTheSchedulePlanned_isLeftToThePush() {
        ledger.targets().deployed(DEV, "dev", COMMIT, HubForTests.NOW.minusSeconds(60));
        ledger.runs().takes("push-1", "b".repeat(40));
        deployed("e".repeat(64), "push-1");

        Prepared prepared = schedule("schedule-1");

        assertThat(prepared.decision()).isEqualTo("record");
        assertThat(prepared.outcome()).isEqualTo("unchanged");
        assertThat(prepared.reason()).contains("b".repeat(40), "has not come to its end");
        assertThat(made).isEmpty();
    }

    @Test
    void prepare_stackThatStandsOtherwiseSinceAnOlderCommit_isMadeWhatStands() {
        ledger.runs().takes("push-1", "b".repeat(40));
        deployed("e".repeat(64), "push-1");
        ledger.targets().deployed(DEV, "dev", COMMIT, HubForTests.NOW.plusSeconds(60));

        assertThat(schedule("schedule-1").decision()).isEqualTo("execute");
    }

    private static final String BASELINE = """
            {"Parameters":{"Name":{"Type":"String"}},"Resources":{
              "Recorder":{"Type":"AWS::Config::ConfigurationRecorder","Properties":{"Name":"default"}},
              "Trail":{"Type":"AWS::CloudTrail::Trail","Properties":{"TrailName":{"Ref":"Name"}}}}}""";

    /**
     * AWS would refuse the recorder only once half of the stack is made: "only one for each account for each Region".
     */
    @Test
    void prepare_accountThatHasARecorder_makesNothingAndSaysHowToUseIt() {
        hub.objects().put("templates/" + PLAN.templateDigest() + ".yaml", BASELINE);
        plan(with(
                PLAN,
                new PlannedBlueprint(
                        "network",
                        "1.0.0",
                        PLAN.templateDigest(),
                        new TreeMap<>(Map.of("ExistingRecorder", "")),
                        new TreeSet<>(),
                        List.of(),
                        new TreeSet<>(),
                        new TreeSet<>(),
                        List.of())));
        changes = change("Add", "Recorder", "AWS::Config::ConfigurationRecorder", "False", "")
                + change("Add", "Trail", "AWS::CloudTrail::Trail", "False", "");
        hub.answers(
                "DescribeConfigurationRecorders",
                request -> StubAnswer.ok("{\"ConfigurationRecorders\":[{\"name\":\"mine\"}]}"));
        hub.answers("DescribeDeliveryChannels", request -> StubAnswer.ok("{\"DeliveryChannels\":[]}"));
        // The name that the template takes from a parameter.
        hub.answers("DescribeTrails", request -> StubAnswer.ok("{\"trailList\":[{\"Name\":\"network\"}]}"));

        Prepared prepared = push(0);

        assertThat(prepared.decision()).isEqualTo("record");
        assertThat(prepared.outcome()).isEqualTo("stalled");
        assertThat(prepared.reason())
                .contains("'ExistingRecorder: mine'", "environments/dev.yaml:7:3", "delete-configuration-recorder")
                .contains("a trail named \"network\": Leave Trail out of the template");
        assertThat(deleted).hasSize(1);
    }

    @Test
    void prepare_driftThatIsGoneMeanwhile_changesNothing() {
        DriftRecord found = drifted("schedule-1", VPC_ENTRY);
        ledger.drifts().become(found, DriftState.GONE, "");

        assertThat(schedule("schedule-1").decision()).isEqualTo("record");
        assertThat(made).isEmpty();
    }

    @Test
    void prepare_driftThatTheChangeSetDoesNotSee_doesNotCount() {
        drifted("schedule-1", VPC_ENTRY);
        status = "FAILED";
        statusReason = "The submitted information didn't contain changes.";

        assertThat(schedule("schedule-1").outcome()).isEqualTo("unchanged");
        assertThat(state("schedule-1")).isEqualTo(DriftState.UNCONFIRMED);
    }

    @Test
    void prepare_driftThatCannotBePutBack_stallsOnce() {
        drifted("schedule-1", VPC_ENTRY);
        status = "FAILED";
        statusReason = "An immutable property was changed";

        assertThat(schedule("schedule-1").outcome()).isEqualTo("stalled");
        assertThat(state("schedule-1")).isEqualTo(DriftState.FAILED);
        ledger.drifts().toldBy("schedule-1", record("schedule-1"));
        drifted("schedule-2", VPC_ENTRY);

        assertThat(schedule("schedule-2").outcome()).isEqualTo("unchanged");
    }

    @Test
    void prepare_deletedDatabase_asksOnceHoweverManySchedulesFindIt() {
        changes = DATA_AGAIN;
        drifted("schedule-1", DATA_GONE);
        Prepared asked = schedule("schedule-1");
        assertThat(asked.decision()).isEqualTo("ask");
        assertThat(asked.reason()).contains("Data (AWS::RDS::DBInstance) is gone", "held data");
        assertThat(requireNonNull(asked.questionOrNull()).drift())
                .isEqualTo(record("schedule-1").digest());
        ask("schedule-1", asked);

        drifted("schedule-2", DATA_GONE);
        Prepared again = schedule("schedule-2");

        assertThat(again.decision()).isEqualTo("record");
        assertThat(again.outcome()).isEqualTo("unchanged");
        assertThat(again.reason()).contains("Run schedule-1 asks", "plumbline approve schedule-1");
        assertThat(state("schedule-2")).isEqualTo(DriftState.ASKED);
        assertThat(deleted).hasSize(2);
    }

    @Test
    void prepare_driftThatWasApproved_isPutBackByTheRunThatAsked() {
        changes = DATA_AGAIN;
        drifted("schedule-1", DATA_GONE);
        Prepared asked = schedule("schedule-1");
        answer("schedule-1", asked, Answer.Kind.APPROVED);
        drifted("schedule-2", DATA_GONE);
        assertThat(schedule("schedule-2").reason()).contains("is about to put it back");

        assertThat(schedule("schedule-1").decision()).isEqualTo("execute");
        assertThat(state("schedule-1")).isEqualTo(DriftState.REVERTING);
    }

    @Test
    void prepare_driftThatWasApprovedAndWhoseRunIsOver_asksAgain() {
        changes = DATA_AGAIN;
        drifted("schedule-1", DATA_GONE);
        answer("schedule-1", schedule("schedule-1"), Answer.Kind.APPROVED);
        ledger.runs().end("schedule-1", Outcome.FAILED, "", HubForTests.NOW);
        drifted("schedule-2", DATA_GONE);

        assertThat(schedule("schedule-2").decision()).isEqualTo("ask");
        assertThat(record("schedule-2").asker()).isEqualTo("schedule-2");
    }

    @Test
    void prepare_driftThatWasRejected_isRememberedUntilItDiffersOtherwise() {
        changes = DATA_AGAIN;
        drifted("schedule-1", DATA_GONE);
        Prepared asked = schedule("schedule-1");
        answer("schedule-1", asked, Answer.Kind.REJECTED);
        refuse("schedule-1", asked, "rejected by arn:alice");
        assertThat(state("schedule-1")).isEqualTo(DriftState.REJECTED);

        drifted("schedule-2", DATA_GONE);
        Prepared again = schedule("schedule-2");
        assertThat(again.outcome()).isEqualTo("unchanged");
        assertThat(again.reason()).contains("rejected by arn:alice");
        assertThat(state("schedule-2")).isEqualTo(DriftState.REJECTED);

        drifted("schedule-2", DATA_GONE, VPC_ENTRY);
        assertThat(schedule("schedule-2").decision()).isEqualTo("ask");
    }

    @Test
    void prepare_driftAboutWhichNobodyAnswered_isAskedAgainByTheNextRun() {
        changes = DATA_AGAIN;
        drifted("schedule-1", DATA_GONE);
        Prepared asked = schedule("schedule-1");
        answer("schedule-1", asked, Answer.Kind.EXPIRED);
        refuse("schedule-1", asked, "expired");
        assertThat(state("schedule-1")).isEqualTo(DriftState.ASKED);

        drifted("schedule-2", DATA_GONE);

        assertThat(schedule("schedule-2").decision()).isEqualTo("ask");
    }

    private Prepared push(int attempt) {
        return task.prepare(create(assignment("push-1"), attempt));
    }

    private Prepared schedule(String run) {
        return task.prepare(create(scheduled(run), 0));
    }

    /** What a state machine does where a person's answer is no yes. */
    private void refuse(String run, Prepared asked, String reason) {
        records.record(
                new ProvisionInput.RecordStack(scheduled(run), "network", "stalled", reason, asked.line(), null));
    }

    private static ProvisionInput.CreateChangeSet create(Assignment target, int attempt) {
        return new ProvisionInput.CreateChangeSet(target, "network", attempt, HubForTests.NOW.toString());
    }

    private static Assignment assignment(String run) {
        return AssignmentsForTests.of(run);
    }

    private static Assignment scheduled(String run) {
        Assignment plain = AssignmentsForTests.of(run);
        return new Assignment(
                plain.name(),
                plain.run(),
                plain.ref(),
                plain.commit(),
                plain.environment(),
                plain.account(),
                plain.region(),
                plain.wave(),
                plain.key(),
                true,
                true,
                List.of("network"),
                List.of());
    }

    private void keep(String physicalId, String name, String how) {
        ledger.targets()
                .keep(new Kept(
                        NETWORK,
                        "Data",
                        physicalId,
                        "AWS::SecretsManager::Secret",
                        name,
                        how,
                        "push-0",
                        HubForTests.NOW));
    }

    private void plan(StackPlan stack) {
        hub.object(new String(PlanJson.write(target(DEV, 1, Settings.none(), List.of(List.of(stack)))), UTF_8));
    }

    private String digest() {
        return PLAN.digest(new LedgerOutputs(ledger.stacks())).orElseThrow();
    }

    private void deployed(String digest) {
        deployed(digest, "push-0");
    }

    private void deployed(String digest, String run) {
        ledger.stacks()
                .seen(
                        NETWORK,
                        new Deployed(
                                digest, new TreeMap<>(), new TreeMap<>(), "UPDATE_COMPLETE", run, HubForTests.NOW));
    }

    /** The stack is as it was deployed and was changed behind its back, and a run has found that. */
    private DriftRecord drifted(String run, DriftEntry... entries) {
        deployed(digest());
        ledger.stacks().verified(NETWORK, Verdict.HEALTHY, "{}");
        ledger.targets().deployed(DEV, "dev", COMMIT, HubForTests.NOW);
        return ledger.drifts().found(run, DEV, "dev", "network", List.of(entries), HubForTests.NOW);
    }

    private DriftRecord record(String run) {
        return ledger.drifts().ofRun(run, DEV, "network").orElseThrow();
    }

    private DriftState state(String run) {
        return record(run).state();
    }

    private Line line(String run) {
        return ledger.progress().lines(run).getFirst();
    }

    private Question ask(String run, Prepared prepared) {
        Asked asked = requireNonNull(prepared.questionOrNull());
        return ledger.questions()
                .ask(new Question(
                        run,
                        NETWORK,
                        asked.digest(),
                        "dev",
                        HubForTests.BRANCH,
                        COMMIT,
                        asked.text(),
                        asked.changes(),
                        HubForTests.NOW,
                        HubForTests.NOW.plusSeconds(asked.waitSeconds()),
                        !asked.drift().isEmpty(),
                        asked.drift(),
                        null,
                        null));
    }

    private void answer(String run, Prepared prepared, Answer.Kind kind) {
        ledger.questions()
                .answer(
                        ask(run, prepared),
                        new Answer(kind, new Signer("arn:alice", "5", "AIDA"), "so", HubForTests.NOW));
    }

    private static String change(String action, String logicalId, String type, String replacement, String drift) {
        return """
                <member><Type>Resource</Type><ResourceChange><Action>%s</Action><LogicalResourceId>%s</LogicalResourceId>
                <PhysicalResourceId>id-1</PhysicalResourceId><ResourceType>%s</ResourceType><Replacement>%s</Replacement>
                %s</ResourceChange></member>""".formatted(
                        action,
                        logicalId,
                        type,
                        replacement,
                        drift.isEmpty() ? "" : "<ResourceDriftStatus>" + drift + "</ResourceDriftStatus>");
    }
}
