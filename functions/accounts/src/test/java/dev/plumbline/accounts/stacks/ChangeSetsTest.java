package dev.plumbline.accounts.stacks;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubAws;
import dev.plumbline.accounts.stub.StubRequest;
import dev.plumbline.failure.Stalled;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeSetsTest {

    private static final ChangeSetRequest REQUEST = new ChangeSetRequest(
            "estate-network",
            "plumbline-abc",
            ChangeSetRequest.Kind.CREATE,
            "https://bucket/templates/1.yaml",
            new TreeMap<>(Map.of("CidrBlock", "10.0.0.0/16", "EngineVersion", "17.6")),
            new TreeSet<>(Set.of("EngineVersion", "ReplicaEngineVersion")),
            new TreeMap<>(Map.of("team", "platform")),
            "arn:aws:iam::111111111111:role/plumbline-execution",
            "plumbline-token",
            "run push-1");

    @Test
    void create_request_carriesRoleTokenParametersAndCapabilities() {
        StubAws aws = new StubAws(request -> StubAnswer.result("CreateChangeSet", "<Id>arn</Id>"));

        ChangeSets.in(aws.hub()).create(REQUEST);

        assertThat(aws.requests().getFirst().form())
                .containsEntry("ChangeSetType", "CREATE")
                .containsEntry("TemplateURL", "https://bucket/templates/1.yaml")
                .containsEntry("RoleARN", "arn:aws:iam::111111111111:role/plumbline-execution")
                .containsEntry("ClientToken", "plumbline-token")
                .containsEntry("Parameters.member.1.ParameterKey", "CidrBlock")
                .containsEntry("Parameters.member.1.ParameterValue", "10.0.0.0/16")
                .containsEntry("Parameters.member.2.UsePreviousValue", "true")
                .doesNotContainKey("Parameters.member.2.ParameterValue")
                .containsEntry("Parameters.member.3.ParameterKey", "ReplicaEngineVersion")
                .containsEntry("Parameters.member.3.UsePreviousValue", "true")
                .containsEntry("Tags.member.1.Key", "team")
                .containsEntry("Capabilities.member.1", "CAPABILITY_NAMED_IAM")
                .containsEntry("Capabilities.member.2", "CAPABILITY_AUTO_EXPAND");
    }

    @Test
    void create_thereAlready_isDone() {
        StubAws aws = new StubAws(request -> StubAnswer.xmlError(400, "AlreadyExistsException", "there already"));

        ChangeSets.in(aws.hub()).create(REQUEST);

        assertThat(aws.actions()).containsExactly("CreateChangeSet");
    }

    /** CloudFormation's words, as reported in yugabyte-db 4336 and aws-cdk 20959. */
    @Test
    void create_parameterThatMayNotBeLookedUp_isStalledAndSaysWhatToDo() {
        StubAws aws = new StubAws(request -> StubAnswer.xmlError(
                400, "ValidationError", "AccessDenied. User doesn't have permission to call ssm:GetParameters"));
        ChangeSets changeSets = ChangeSets.in(aws.hub());

        assertThatThrownBy(() -> changeSets.create(REQUEST))
                .isInstanceOf(Stalled.class)
                .hasMessageContaining("stand below /estate/");
    }

    @Test
    void describe_ready_readsChangesOfAllPages() {
        StubAws aws = new StubAws(ChangeSetsTest::readyInPages);

        ChangeSet changeSet = ChangeSets.in(aws.hub()).describe("estate-network", "plumbline-abc");

        assertThat(changeSet).isInstanceOfSatisfying(ChangeSet.Ready.class, ready -> {
            assertThat(ready.changes()).extracting(Change::logicalId).containsExactly("Vpc", "Key");
            assertThat(ready.changes().getFirst().replacement()).isEqualTo(Change.Replacement.TRUE);
            assertThat(ready.changes().getFirst().details())
                    .containsExactly(new Change.Detail(
                            "Properties",
                            "/Properties/CidrBlock",
                            "Always",
                            "ParameterReference",
                            "CidrBlock",
                            "10.0.0.0/16",
                            "10.1.0.0/16",
                            false));
            assertThat(ready.changes().getLast().action()).isEqualTo(Change.Action.REMOVE);
            assertThat(ready.changes().getLast().policyAction()).isEqualTo("Retain");
        });
        assertThat(aws.requests().getFirst().form()).containsEntry("IncludePropertyValues", "true");
    }

    @Test
    void describe_resourceThatIsLeftOutWithItsValues_isAskedForWithoutThem() {
        String vpc = "<Action>Modify</Action><LogicalResourceId>Vpc</LogicalResourceId><Details>%s</Details>";
        String told = """
                <member><ChangeSource>ParameterReference</ChangeSource><CausingEntity>CidrBlock</CausingEntity><Target>
                <Attribute>Properties</Attribute><Name>CidrBlock</Name>%s</Target></member>""";
        String lost = """
                <member><ChangeSource>DirectModification</ChangeSource><Target><Attribute>Properties</Attribute>
                <Name>Tags</Name></Target></member>""";
        String values = "<Path>/Properties/CidrBlock</Path><BeforeValue>a</BeforeValue><AfterValue>b</AfterValue>";
        StubAws aws = new StubAws(request ->
                request.form().getOrDefault("IncludePropertyValues", "").equals("true")
                        ? readyWith(
                                "[WARN] --include-property-values option can return incomplete ChangeSet data because: Key",
                                vpc.formatted(told.formatted(values)))
                        : readyWith(
                                "",
                                "<Action>Modify</Action><LogicalResourceId>Key</LogicalResourceId><Replacement>True</Replacement>",
                                vpc.formatted(told.formatted("") + lost)));

        ChangeSet changeSet = ChangeSets.in(aws.hub()).describe("estate-network", "plumbline-abc");

        assertThat(changeSet).isInstanceOfSatisfying(ChangeSet.Ready.class, ready -> {
            assertThat(ready.changes()).extracting(Change::logicalId).containsExactly("Key", "Vpc");
            assertThat(ready.changes().getFirst().replacement()).isEqualTo(Change.Replacement.TRUE);
            assertThat(ready.changes().getLast().details())
                    .extracting(Change.Detail::name, Change.Detail::before)
                    .containsExactly(tuple("CidrBlock", "a"), tuple("Tags", ""));
        });
        assertThat(aws.requests()).hasSize(2);
    }

    @Test
    void describe_failureWithoutAReason_isAskedForWithoutValues() {
        StubAws aws = new StubAws(request -> StubAnswer.result(
                "DescribeChangeSet",
                "<Status>FAILED</Status><ExecutionStatus>UNAVAILABLE</ExecutionStatus>"
                        + (request.form()
                                        .getOrDefault("IncludePropertyValues", "")
                                        .equals("true")
                                ? ""
                                : "<StatusReason>The submitted information didn't contain changes.</StatusReason>")));

        assertThat(ChangeSets.in(aws.hub()).describe("estate-network", "x")).isEqualTo(new ChangeSet.Empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The submitted information didn't contain changes. Submit different information to create a change set.",
                "No updates are to be performed."
            })
    void describe_nothingToDo_isEmptyAndNoFailure(String reason) {
        assertThat(described("FAILED", "UNAVAILABLE", reason)).isEqualTo(new ChangeSet.Empty());
    }

    @Test
    void describe_failed_tellsWhy() {
        assertThat(described("FAILED", "UNAVAILABLE", "Transform failed"))
                .isEqualTo(new ChangeSet.Failed("Transform failed"));
    }

    @Test
    void describe_failedBeforeAnythingWasMade_tellsEachErrorWithItsResource() {
        StubAws aws = new StubAws(
                request -> request.form().containsValue("DescribeEvents")
                        ? StubAnswer.result(
                                "DescribeEvents",
                                "<OperationEvents>"
                                        + event(
                                                "new",
                                                "VALIDATION_ERROR",
                                                "Logs",
                                                "WARN",
                                                "may be empty",
                                                "/Resources/Logs")
                                        + event(
                                                "new",
                                                "VALIDATION_ERROR",
                                                "Store",
                                                "FAIL",
                                                "store exists",
                                                "/Resources/Store")
                                        + event(
                                                "new",
                                                "VALIDATION_ERROR",
                                                "Queue",
                                                "FAIL",
                                                "#: extraneous key",
                                                "/Resources/Queue/Properties/Nmae")
                                        + event(
                                                "old",
                                                "VALIDATION_ERROR",
                                                "Older",
                                                "FAIL",
                                                "long ago",
                                                "/Resources/Older")
                                        + "</OperationEvents>")
                        : StubAnswer.result(
                                "DescribeChangeSet",
                                "<ChangeSetId>arn:cs</ChangeSetId><Status>FAILED</Status><ExecutionStatus>UNAVAILABLE</ExecutionStatus><StatusReason>The following hook(s)/validation failed</StatusReason>"));

        ChangeSet changeSet = ChangeSets.in(aws.hub()).describe("estate-store", "x");

        assertThat(changeSet)
                .isEqualTo(new ChangeSet.Failed("Store (AWS::S3::Bucket): store exists; Queue (AWS::S3::Bucket):"
                        + " #: extraneous key (/Resources/Queue/Properties/Nmae)"));
        assertThat(aws.requests().getLast().form())
                .containsEntry("ChangeSetName", "arn:cs")
                .containsEntry("Filters.FailedEvents", "true");
    }

    @Test
    void describe_failedAndItsEventsDenied_tellsTheReasonThatItGives() {
        ChangeSet changeSet = changeSets(
                        request -> request.form().containsValue("DescribeEvents")
                                ? StubAnswer.xmlError(403, "AccessDenied", "not authorized")
                                : StubAnswer.result(
                                        "DescribeChangeSet",
                                        "<ChangeSetId>arn:cs</ChangeSetId><Status>FAILED</Status><ExecutionStatus>UNAVAILABLE</ExecutionStatus><StatusReason>Ask somebody</StatusReason>"))
                .describe("estate-store", "x");

        assertThat(changeSet).isEqualTo(new ChangeSet.Failed("Ask somebody"));
    }

    @Test
    void describe_otherStates_areTold() {
        assertThat(described("CREATE_IN_PROGRESS", "UNAVAILABLE", "")).isEqualTo(new ChangeSet.Pending());
        assertThat(described("CREATE_COMPLETE", "OBSOLETE", "")).isEqualTo(new ChangeSet.Obsolete());
        assertThat(described("CREATE_COMPLETE", "EXECUTE_IN_PROGRESS", ""))
                .isEqualTo(new ChangeSet.Executed("arn:cs", false));
        assertThat(described("CREATE_COMPLETE", "EXECUTE_COMPLETE", ""))
                .isEqualTo(new ChangeSet.Executed("arn:cs", true));
    }

    @Test
    void describe_none_isMissing() {
        ChangeSets changeSets = changeSets(request -> StubAnswer.xmlError(404, "ChangeSetNotFound", "not there"));

        assertThat(changeSets.describe("estate-network", "x")).isEqualTo(new ChangeSet.Missing());
    }

    @Test
    void execute_answers_areValues() {
        assertThat(executed(StubAnswer.result("ExecuteChangeSet", ""))).isEqualTo(Execution.BEGUN);
        assertThat(executed(StubAnswer.xmlError(404, "ChangeSetNotFound", "not there")))
                .isEqualTo(Execution.MISSING);
        assertThat(executed(StubAnswer.xmlError(400, "InvalidChangeSetStatus", "status of EXECUTE_COMPLETE")))
                .isEqualTo(Execution.REFUSED);
    }

    @Test
    void delete_none_isDone() {
        assertThat(changeSets(request -> StubAnswer.xmlError(404, "ChangeSetNotFound", "not there"))
                        .delete("estate-network", "x"))
                .isTrue();
    }

    @Test
    void names_noStack_isNone() {
        assertThat(changeSets(request ->
                                StubAnswer.xmlError(400, "ValidationError", "Stack [estate-network] does not exist"))
                        .names("estate-network"))
                .isEmpty();
    }

    private static Execution executed(StubAnswer answer) {
        return changeSets(request -> answer).execute("estate-network", "x", "token");
    }

    private static ChangeSet described(String status, String execution, String reason) {
        return changeSets(request -> StubAnswer.result(
                        "DescribeChangeSet",
                        "<ChangeSetId>arn:cs</ChangeSetId><Status>%s</Status><ExecutionStatus>%s</ExecutionStatus><StatusReason>%s</StatusReason>"
                                .formatted(status, execution, reason)))
                .describe("estate-network", "x");
    }

    private static String event(
            String operation, String kind, String logicalId, String mode, String reason, String path) {
        return """
                <member><OperationId>%s</OperationId><EventType>%s</EventType><LogicalResourceId>%s</LogicalResourceId>
                <ResourceType>AWS::S3::Bucket</ResourceType><ValidationFailureMode>%s</ValidationFailureMode>
                <ValidationStatusReason>%s</ValidationStatusReason><ValidationPath>%s</ValidationPath></member>""".formatted(operation, kind, logicalId, mode, reason, path);
    }

    private static StubAnswer readyInPages(StubRequest request) {
        boolean first = !request.form().containsKey("NextToken");
        String change = first ? """
                <Action>Modify</Action><LogicalResourceId>Vpc</LogicalResourceId><ResourceType>AWS::EC2::VPC</ResourceType>
                <Replacement>True</Replacement><Scope><member>Properties</member></Scope><Details><member>
                <ChangeSource>ParameterReference</ChangeSource><CausingEntity>CidrBlock</CausingEntity><Target>
                <Attribute>Properties</Attribute><Name>CidrBlock</Name><Path>/Properties/CidrBlock</Path>
                <RequiresRecreation>Always</RequiresRecreation><BeforeValue>10.0.0.0/16</BeforeValue>
                <AfterValue>10.1.0.0/16</AfterValue></Target></member></Details>""" : """
                <Action>Remove</Action><LogicalResourceId>Key</LogicalResourceId><ResourceType>AWS::KMS::Key</ResourceType>
                <PolicyAction>Retain</PolicyAction>""";
        return StubAnswer.result("DescribeChangeSet", """
                <ChangeSetId>arn:cs</ChangeSetId><Status>CREATE_COMPLETE</Status><ExecutionStatus>AVAILABLE</ExecutionStatus>
                <Changes><member><Type>Resource</Type><ResourceChange>%s</ResourceChange></member></Changes>%s""".formatted(change, first ? "<NextToken>2</NextToken>" : ""));
    }

    private static StubAnswer readyWith(String reason, String... changes) {
        String all = Stream.of(changes)
                .map(change -> "<member><Type>Resource</Type><ResourceChange>" + change + "</ResourceChange></member>")
                .collect(joining());
        return StubAnswer.result("DescribeChangeSet", """
                <ChangeSetId>arn:cs</ChangeSetId><Status>CREATE_COMPLETE</Status><ExecutionStatus>AVAILABLE</ExecutionStatus>
                <StatusReason>%s</StatusReason><Changes>%s</Changes>""".formatted(reason, all));
    }

    private static ChangeSets changeSets(Function<StubRequest, StubAnswer> answers) {
        return ChangeSets.in(new StubAws(answers).hub());
    }
}
