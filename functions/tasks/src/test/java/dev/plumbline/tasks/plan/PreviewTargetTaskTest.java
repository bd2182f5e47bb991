package dev.plumbline.tasks.plan;

import static dev.plumbline.tasks.PlansForTests.DEV;
import static dev.plumbline.tasks.PlansForTests.output;
import static dev.plumbline.tasks.PlansForTests.stack;
import static dev.plumbline.tasks.PlansForTests.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.plumbline.accounts.ledger.Deployed;
import dev.plumbline.accounts.ledger.Kept;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.accounts.preview.PreviewJson;
import dev.plumbline.accounts.preview.StackPreview;
import dev.plumbline.accounts.preview.TargetPreview;
import dev.plumbline.accounts.preview.ValueDiff;
import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubRequest;
import dev.plumbline.estate.AwsMove;
import dev.plumbline.estate.Settings;
import dev.plumbline.estate.plan.PlanJson;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.failure.Waiting;
import dev.plumbline.tasks.HubForTests;
import dev.plumbline.tasks.PlansForTests;
import dev.plumbline.tasks.assignment.TargetToPreview;
import dev.plumbline.tasks.cost.Costs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a target is looked at, over an account whose one stack is played below the SDK. */
class PreviewTargetTaskTest {

    private static final String PLAN = "plan-1";
    private static final String DOCUMENT = "runs/plan-1/previews/1-111111111111-eu-west-1.json";
    private static final String KEY = "runs/plan-1/targets/1-111111111111-eu-west-1.json";

    private static final String TEMPLATE = """
            Parameters: { Name: { Type: String }, From1: { Type: String, Default: "" } }
            Resources:
              Topic: { Type: AWS::SNS::Topic, Properties: { TopicName: !Ref Name, Other: !GetAtt Queue.Arn } }
            """;

    private final HubForTests hub = new HubForTests();
    private final PreviewTargetTask task = new PreviewTargetTask(
            hub.ledger(),
            Bucket.in(hub.aws().hub(), "plumbline"),
            hub.sessions(),
            new Costs(hub.ledger(), hub.clock()));
    private final StackPlan app = stack(DEV, "app");

    private String template = TEMPLATE;
    private String deployed = TEMPLATE;
    private String status = "UPDATE_COMPLETE";
    private String changeSet = "";
    private String execution = "AVAILABLE";
    private String changes = change("Modify", "False");

    PreviewTargetTaskTest() {
        hub.answers("DescribeStacks", this::describe);
        hub.answers("CreateChangeSet", request -> {
            changeSet = request.form().getOrDefault("ChangeSetName", "");
            return StubAnswer.result("CreateChangeSet", "<Id>arn:cs</Id>");
        });
        hub.answers("DescribeChangeSet", _ -> describeChangeSet());
        hub.answers(
                "GetTemplate",
                _ -> StubAnswer.result(
                        "GetTemplate", "<TemplateBody>" + deployed.replace("<", "&lt;") + "</TemplateBody>"));
        hub.answers(
                "ListChangeSets",
                _ -> StubAnswer.result(
                        "ListChangeSets",
                        changeSet.isEmpty()
                                ? "<Summaries/>"
                                : "<Summaries><member><ChangeSetName>" + changeSet
                                        + "</ChangeSetName></member></Summaries>"));
        hub.answers(
                "GetResource",
                _ -> StubAnswer.ok(
                        "{\"TypeName\":\"T\",\"ResourceDescription\":{\"Identifier\":\"i\",\"Properties\":\"{}\"}}"));
        hub.answers("DeleteChangeSet", _ -> {
            changeSet = "";
            return StubAnswer.result("DeleteChangeSet", "");
        });
    }

    @Test
    void stackThatStands_isToldByAChangeSetThatIsThrownAway() {
        StackPreview told = preview(0, app).stacks().getFirst();

        assertThat(told.action()).isEqualTo(StackPreview.Action.UPDATE);
        assertThat(told.resources().getFirst().values())
                .extracting(ValueDiff::path, ValueDiff::before, ValueDiff::after)
                .containsExactly(tuple("TopicName", "old", "app"));
        assertThat(told.parameters())
                .extracting(ValueDiff::path, ValueDiff::before, ValueDiff::after)
                .contains(tuple("Name", "old", "app"));
        StubRequest created = asked("CreateChangeSet").getFirst();
        assertThat(created.form())
                .containsEntry("ChangeSetType", "UPDATE")
                .doesNotContainKey("RoleARN")
                .hasEntrySatisfying("ChangeSetName", name -> assertThat(name).startsWith("plumbline-preview-"));
        assertThat(asked("DeleteChangeSet")).hasSize(1);
        assertThat(changeSet).isEmpty();
    }

    /** RDS takes no version back: the run keeps what is deployed, and so does what is shown of it. */
    @ParameterizedTest
    @ValueSource(strings = {"17.6", "17.7"})
    void stackWhoseVersionAwsHasOutrun_isShownWithTheDeployedOne(String declared) {
        AwsMove move = new AwsMove(
                "Data", "AWS::RDS::DBInstance", "EngineVersion", "Name", new AwsMove.Reach.SameMajorVersion());
        StackPlan moving = with(with(app, move), Map.of("Name", declared));
        hub.ledger().stacks().moved(moving.key(), new TreeMap<>(Map.of("Name", "17.7")));

        StackPreview told = preview(0, moving).stacks().getFirst();

        assertThat(asked("CreateChangeSet").getFirst().form())
                .containsValue("old")
                .doesNotContainValue(declared);
        assertThat(told.parameters()).extracting(ValueDiff::path).doesNotContain("Name");
        assertThat(told.notes()).containsExactly("Nothing is changed for Name: AWS itself has moved it to 17.7.");
    }

    /**
     * Attack {@code name-an-outside-account}: nobody stands for a pull request's commit, and its accounts are
     * anybody's.
     */
    @Test
    void accountThatTheBranchDoesNotKnow_isAskedNothing_andItsStacksAreToldByTheirTemplates() {
        put(app);
        TargetToPreview stranger = target("", "", true);

        task.preview(new PreviewInput.PreviewTarget(stranger, 0), "one");
        task.abandon(new PreviewInput.AbandonTarget(stranger, JsonNodeFactory.instance.objectNode()));

        StackPreview told = document().stacks().getFirst();
        assertThat(told.action()).isEqualTo(StackPreview.Action.CREATE);
        assertThat(told.notes()).singleElement().asString().contains("which the deployed branch does not know yet");
        assertThat(hub.aws().requests()).extracting(StubRequest::action).doesNotContain("AssumeRole", "DescribeStacks");
    }

    @Test
    void stackOfWhichNothingWouldBeMade_isSaidToFailThere() {
        status = "";
        template = """
                Parameters: { Name: { Type: String } }
                Conditions: { IsNobody: !Equals [!Ref Name, nobody] }
                Resources: { Topic: { Type: AWS::SNS::Topic, Condition: IsNobody } }
                """;

        StackPreview told = preview(0, app).stacks().getFirst();

        assertThat(told.action()).isEqualTo(StackPreview.Action.FAILED);
        assertThat(told.notes()).singleElement().asString().contains("no resource to make");
    }

    @Test
    void targetThatCouldNotBeLookedInto_isToldWithTheReasonAndNotAsked() {
        put(app);

        task.preview(new PreviewInput.PreviewTarget(target("", "Could not assume a role."), 0), "1");

        assertThat(document().failure()).isEqualTo("Could not assume a role.");
        assertThat(hub.aws().actions()).doesNotContain("AssumeRole", "DescribeStacks", "ListChangeSets");
    }

    @Test
    void stackThatDoesNotStand_isToldByItsTemplate_andLeavesNothingToReview() {
        status = "";

        StackPreview told = preview(0, app).stacks().getFirst();

        assertThat(told.action()).isEqualTo(StackPreview.Action.CREATE);
        assertThat(told.resources().getFirst().values())
                .extracting(ValueDiff::path, ValueDiff::after)
                .containsExactly(tuple("Other", "(known after apply)"), tuple("TopicName", "app"));
        assertThat(asked("CreateChangeSet")).isEmpty();
    }

    /** Threat model: {@code arrive-with-access}. What is not known yet may be the whole world. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Role: { Type: AWS::IAM::Role }",
                "Group: { Type: AWS::EC2::SecurityGroup, Properties: { SecurityGroupIngress: [{ CidrIp: !GetAtt Ip.X }] } }",
                "Topic: { Type: AWS::SNS::TopicPolicy, Properties: { PolicyDocument: {} } }"
            })
    void stackThatDoesNotStand_ofAnOwnBlueprintThatGivesAccess_isToldToAsk(String gives) {
        status = "";
        template =
                "Parameters: { Name: { Type: String } }\nResources:\n  Ip: { Type: AWS::EC2::EIP }\n  " + gives + "\n";

        assertThat(preview(0, PlansForTests.own(app)).stacks().getFirst().asks())
                .isTrue();
    }

    @Test
    void stackThatDoesNotStand_ofABuiltInBlueprintThatGivesAccess_isToldNotToAsk() {
        status = "";
        template = "Resources: { Role: { Type: AWS::IAM::Role } }\n";

        assertThat(preview(0, app).stacks().getFirst().asks()).isFalse();
    }

    /** CloudFormation's handler of topics answers AlreadyExists, though CreateTopic itself would give the old one. */
    @Test
    void stackThatComesBack_whoseNameIsKept_isToldWithTheWaysOn() {
        status = "";
        hub.ledger().targets().keep(kept("arn:aws:sns:eu-west-1:111111111111:app", "app"));

        StackPreview told = preview(0, app).stacks().getFirst();

        assertThat(told.action()).isEqualTo(StackPreview.Action.FAILED);
        assertThat(told.notes())
                .anySatisfy(note -> assertThat(note).contains("arn:aws:sns:eu-west-1:111111111111:app", "push-0"))
                .contains("aws cloudcontrol delete-resource --type-name AWS::SNS::Topic --identifier"
                        + " arn:aws:sns:eu-west-1:111111111111:app --region eu-west-1")
                .anySatisfy(note -> assertThat(note).contains("plan again"));
    }

    @Test
    void stackThatComesBack_underAnotherName_isCreated() {
        status = "";
        hub.ledger().targets().keep(kept("arn:aws:sns:eu-west-1:111111111111:old", "old"));

        assertThat(preview(0, app).stacks().getFirst().action()).isEqualTo(StackPreview.Action.CREATE);
    }

    @Test
    void stackThatIsCurrent_isNotAskedAbout() {
        deployed(app);

        assertThat(preview(0, app).stacks()).isEmpty();
        assertThat(asked("DescribeStacks")).isEmpty();
    }

    @Test
    void changeSet_thatADeploymentSweptAway_isMadeAgain() {
        execution = "OBSOLETE";
        assertThatExceptionOfType(Waiting.class).isThrownBy(() -> preview(0, app));
        execution = "AVAILABLE";

        assertThat(preview(1, app).stacks()).hasSize(1);
        assertThat(asked("CreateChangeSet")).hasSize(2);
    }

    @Test
    void changeSet_thatCloudFormationRefuses_isToldWithItsWords() {
        execution = "UNAVAILABLE";
        changes = "<Status>FAILED</Status><StatusReason>Transform failed</StatusReason>";

        StackPreview told = preview(0, app).stacks().getFirst();

        assertThat(told.told()).isFalse();
        assertThat(told.notes()).anySatisfy(note -> assertThat(note).contains("Transform failed"));
    }

    /** A template that takes what only the stack's role may read, and shows it in as many ways as there are. */
    private static final String THIEF = """
            Parameters:
              Name: { Type: String }
              Loot: { Type: "AWS::SSM::Parameter::Value<String>", Default: /prod/database/password }
            Resources:
              Topic:
                Type: AWS::SNS::Topic
                Properties: { TopicName: %s }
            """;

    /** Threat model: a plan shows no value of Systems Manager, however the template makes it look. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "!Ref Loot",
                "{ Ref: Loot }",
                "!Sub \"x-${Loot}\"",
                "!Sub [\"${A}\", { A: !Ref Loot }]",
                "{ \"Fn::Base64\": !Ref Loot }",
                "!Select [0, !Split [a, !Ref Loot]]",
                "!Join [\"\", [x, !Base64 { Ref: Loot }]]",
                "!GetAtt Secret.SecretString",
                "\"{{resolve:ssm:/prod/database/password}}\"",
                "!Sub \"{{resolve:ssm:/prod/${Name}}}\"",
            })
    void value_ofSystemsManager_isShownInNoForm(String thief) {
        template = THIEF.formatted(thief);
        deployed = THIEF.formatted("harmless");
        changes = change("Modify", "False").replace(">app<", ">aHVudGVyMg==<");

        StackPreview told = preview(0, app).stacks().getFirst();

        assertThat(hub.objects().get(DOCUMENT)).doesNotContain("aHVudGVyMg==");
        assertThat(told.resources().getFirst().values())
                .as("that it changes is still told")
                .extracting(ValueDiff::path, ValueDiff::after)
                .containsExactly(tuple("TopicName", "(secret)"));
    }

    @Test
    void value_thatTheDeployedTemplateTakesFromSystemsManager_isNotShownAsTheOneBefore() {
        template = THIEF.formatted("harmless");
        deployed = THIEF.formatted("{ \"Fn::Base64\": !Ref Loot }");
        changes = change("Modify", "False").replace(">old<", ">aHVudGVyMg==<");

        preview(0, app);

        assertThat(hub.objects().get(DOCUMENT)).doesNotContain("aHVudGVyMg==");
    }

    @Test
    void refusal_thatCitesTheValueOfAParameter_isNotToldIfThatIsOfSystemsManager() {
        template = THIEF.replace("<String>", "<AWS::EC2::KeyPair::KeyName>").formatted("harmless");
        execution = "UNAVAILABLE";
        changes = "<Status>FAILED</Status><StatusReason>Parameter validation failed: parameter value hunter2 for"
                + " parameter name Loot does not exist</StatusReason>";

        StackPreview told = preview(0, app).stacks().getFirst();

        assertThat(told.told()).isFalse();
        assertThat(hub.objects().get(DOCUMENT)).doesNotContain("hunter2");
    }

    @Test
    void loop_thatNamesResourcesByValuesOfSystemsManager_isNotLookedAt() {
        template = """
                Transform: AWS::LanguageExtensions
                Parameters:
                  Loot: { Type: "AWS::SSM::Parameter::Value<List<String>>", Default: /prod/words }
                Resources:
                  Topic: { Type: AWS::SNS::Topic }
                  Fn::ForEach::Words: [Word, !Ref Loot, { "Is${Word}": { Type: AWS::SNS::Topic } }]
                """;

        StackPreview told = preview(0, app).stacks().getFirst();

        assertThat(told.notes()).anySatisfy(note -> assertThat(note).contains("Systems Manager"));
        assertThat(asked("CreateChangeSet")).isEmpty();
    }

    @Test
    void somebodyAtWork_isWaitedForAndInTheEndTold() {
        status = "UPDATE_IN_PROGRESS";

        assertThatExceptionOfType(Waiting.class).isThrownBy(() -> preview(0, app));
        assertThat(preview(60, app).stacks().getFirst().told()).isFalse();
    }

    @Test
    void outputThatIsNotThereYet_keepsTheParametersValue() {
        preview(0, stack(DEV, "app", output(DEV, "later", "Arn")));

        Map<String, String> created = asked("CreateChangeSet").getFirst().form();
        assertThat(created).containsEntry("Parameters.member.1.ParameterKey", "From1");
        assertThat(created).containsEntry("Parameters.member.1.ParameterValue", "arn:now");
    }

    @Test
    void plan_thatWasOvertaken_asksNothing() {
        hub.ledger().heads().claim(hub.ledger().heads().read("pull-request/1"), "c".repeat(40), "plan-2");
        put(app);

        assertThat(task.preview(new PreviewInput.PreviewTarget(target("pull-request/1"), 0), "i")
                        .outcome())
                .isEqualTo("overtaken");
        assertThat(asked("CreateChangeSet")).isEmpty();
        assertThat(hub.objects()).doesNotContainKey(DOCUMENT);
    }

    @Test
    void repeated_afterTheDocumentWasWritten_onlySweeps() {
        preview(0, app);
        changeSet = "plumbline-preview-" + "a".repeat(40) + target("").names().previewEnding();

        preview(1, app);

        assertThat(asked("CreateChangeSet")).hasSize(1);
        assertThat(changeSet).isEmpty();
    }

    @Test
    void abandoned_saysWhy_andLeavesNoChangeSet() {
        put(app);
        changeSet = "plumbline-preview-" + "a".repeat(40) + target("").names().previewEnding();

        task.abandon(new PreviewInput.AbandonTarget(
                target(""),
                JsonNodeFactory.instance
                        .objectNode()
                        .put("Error", "States.Timeout")
                        .put("Cause", "too long")));

        assertThat(document().failure()).contains("too long");
        assertThat(changeSet).isEmpty();
    }

    private Kept kept(String physicalId, String name) {
        return new Kept(app.key(), "Topic", physicalId, "AWS::SNS::Topic", name, Kept.KEPT, "push-0", HubForTests.NOW);
    }

    private TargetPreview preview(int attempt, StackPlan stack) {
        put(stack);
        task.preview(new PreviewInput.PreviewTarget(target(""), attempt), "invocation-" + attempt);
        return document();
    }

    private void put(StackPlan stack) {
        byte[] plan = PlanJson.write(PlansForTests.target(DEV, 1, Settings.none(), List.of(List.of(stack))));
        hub.objects().put(KEY, new String(plan, UTF_8));
        hub.objects().put("templates/previews/" + stack.templateDigest() + ".yaml", template);
    }

    private TargetPreview document() {
        return PreviewJson.readTarget(hub.objects().getOrDefault(DOCUMENT, "").getBytes(UTF_8));
    }

    private static TargetToPreview target(String ref) {
        return target(ref, "");
    }

    private static TargetToPreview target(String ref, String unreachable) {
        return target(ref, unreachable, false);
    }

    private static TargetToPreview target(String ref, String unreachable, boolean foretold) {
        return new TargetToPreview(
                PLAN,
                ref,
                "dev",
                DEV.account(),
                DEV.region(),
                1,
                KEY,
                List.of(),
                new TreeMap<>(),
                new TreeMap<>(),
                List.of(),
                unreachable,
                foretold);
    }

    private void deployed(StackPlan stack) {
        String digest = stack.digest(_ -> Optional.empty()).orElseThrow();
        hub.ledger()
                .stacks()
                .seen(
                        stack.key(),
                        new Deployed(
                                digest,
                                new TreeMap<>(),
                                new TreeMap<>(),
                                "CREATE_COMPLETE",
                                "push-1",
                                HubForTests.NOW));
    }

    private List<StubRequest> asked(String action) {
        return hub.aws().requests().stream()
                .filter(request -> request.action().equals(action))
                .toList();
    }

    private StubAnswer describe(StubRequest request) {
        return status.isEmpty()
                ? StubAnswer.xmlError(400, "ValidationError", "Stack with id estate-app does not exist")
                : StubAnswer.result("DescribeStacks", """
                        <Stacks><member><StackName>estate-app</StackName><StackId>arn:stack</StackId>\
                        <StackStatus>%s</StackStatus><CreationTime>2026-11-24T00:00:00Z</CreationTime><Parameters>\
                        <member><ParameterKey>Name</ParameterKey><ParameterValue>old</ParameterValue></member>\
                        <member><ParameterKey>From1</ParameterKey><ParameterValue>arn:now</ParameterValue></member>\
                        </Parameters></member></Stacks>""".formatted(status));
    }

    private StubAnswer describeChangeSet() {
        if (changeSet.isEmpty()) {
            return StubAnswer.xmlError(404, "ChangeSetNotFound", "ChangeSet does not exist");
        }
        String rest = changes.contains("<Status>") ? changes : "<Status>CREATE_COMPLETE</Status>" + changes;
        return StubAnswer.result(
                "DescribeChangeSet",
                "<ChangeSetId>arn:cs</ChangeSetId><ExecutionStatus>" + execution + "</ExecutionStatus>" + rest);
    }

    private static String change(String action, String replacement) {
        return """
                <Changes><member><Type>Resource</Type><ResourceChange><Action>%s</Action>\
                <LogicalResourceId>Topic</LogicalResourceId><ResourceType>AWS::SNS::Topic</ResourceType>\
                <PhysicalResourceId>arn:topic</PhysicalResourceId><Replacement>%s</Replacement><Details><member><Target>\
                <Attribute>Properties</Attribute><Name>TopicName</Name><Path>/Properties/TopicName</Path>\
                <RequiresRecreation>Never</RequiresRecreation><BeforeValue>old</BeforeValue><AfterValue>app</AfterValue>\
                </Target></member></Details></ResourceChange></member></Changes>""".formatted(action, replacement);
    }
}
