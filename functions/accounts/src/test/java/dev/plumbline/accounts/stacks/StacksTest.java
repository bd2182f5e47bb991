package dev.plumbline.accounts.stacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubAws;
import dev.plumbline.accounts.stub.StubRequest;
import dev.plumbline.failure.Retryable;
import dev.plumbline.failure.Stalled;
import dev.plumbline.failure.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class StacksTest {

    @Test
    void describe_stackThere_readsItsOutputsAndLastChangeSet() {
        Stack stack =
                stacks(request -> StubAnswer.result("DescribeStacks", """
                <Stacks><member><StackName>estate-network</StackName><StackId>arn:stack</StackId>
                <StackStatus>UPDATE_COMPLETE</StackStatus><CreationTime>2026-11-01T12:00:00Z</CreationTime>
                <ChangeSetId>arn:aws:cloudformation:eu-west-1:111111111111:changeSet/plumbline-abc-def/0-1</ChangeSetId>
                <Outputs><member><OutputKey>VpcId</OutputKey><OutputValue>vpc-1</OutputValue></member></Outputs>
                </member></Stacks>""")).describe("estate-network");

        assertThat(stack.state()).isEqualTo(StackState.READY);
        assertThat(stack.outputs()).containsEntry("VpcId", "vpc-1");
        assertThat(stack.changeSetName()).contains("plumbline-abc-def");
    }

    @Test
    void describe_noStack_isMissing() {
        Stack stack = stacks(request ->
                        StubAnswer.xmlError(400, "ValidationError", "Stack with id estate-network does not exist"))
                .describe("estate-network");

        assertThat(stack.state()).isEqualTo(StackState.MISSING);
        assertThat(stack.id()).isEmpty();
    }

    @Test
    void resourcesAndFailure_noStack_areNone() {
        Stacks stacks =
                stacks(request -> StubAnswer.xmlError(400, "ValidationError", "Stack [estate-network] does not exist"));

        assertThat(stacks.resources("estate-network")).isEmpty();
        assertThat(stacks.firstFailure("estate-network", "token")).isEmpty();
    }

    @Test
    void all_severalPages_readsThemAll() {
        List<Stack> all = stacks(StacksTest::page).all();

        assertThat(all).extracting(Stack::name).containsExactly("estate-a", "estate-b");
    }

    @Test
    void delete_somebodyAtWork_isWaiting() {
        Stacks stacks = stacks(request -> StubAnswer.xmlError(
                400, "ValidationError", "Stack:arn is in UPDATE_IN_PROGRESS state and can not be deleted."));

        assertThatThrownBy(() -> stacks.delete("estate-a", "arn:role", "token")).isInstanceOf(Waiting.class);
    }

    @Test
    void deleteUnlessProtected_refusedInWhateverWords_isWhatTheStackSays() {
        assertThat(refusing("DeleteStack", "CREATE_COMPLETE", true)
                        .deleteUnlessProtected("estate-a", "arn:role", "token"))
                .isFalse();
        assertThatThrownBy(() -> refusing("DeleteStack", "CREATE_COMPLETE", false)
                        .deleteUnlessProtected("estate-a", "arn:role", "token"))
                .isInstanceOf(Stalled.class)
                .hasMessageContaining("in words of its own");
    }

    @Test
    void deleteUnlessProtected_nothingInItsWay_deletes() {
        assertThat(stacks(request -> StubAnswer.result("DeleteStack", ""))
                        .deleteUnlessProtected("estate-a", "arn:role", "token"))
                .isTrue();
    }

    @Test
    void protect_stackThatIsBeingDeleted_isLeftAloneAndAnyOtherRefusalIsTold() {
        refusing("UpdateTerminationProtection", "DELETE_IN_PROGRESS", false).protect("estate-a", true);

        assertThatThrownBy(() -> refusing("UpdateTerminationProtection", "CREATE_COMPLETE", false)
                        .protect("estate-a", true))
                .isInstanceOf(Stalled.class);
    }

    @Test
    void all_accessDenied_stallsWithAwsMessage() {
        Stacks stacks = stacks(request -> StubAnswer.xmlError(403, "AccessDenied", "User x is not authorized"));

        assertThatThrownBy(stacks::all).isInstanceOf(Stalled.class).hasMessageContaining("User x is not authorized");
    }

    @Test
    void all_connectionAlwaysLost_isRetryableAfterSeveralAttempts() {
        StubAws aws = new StubAws(request -> {
            throw new UncheckedIOException(new IOException("reset"));
        });

        assertThatThrownBy(() -> Stacks.in(aws.hub()).all()).isInstanceOf(Retryable.class);
        assertThat(aws.requests()).hasSizeGreaterThan(3);
    }

    @Test
    void firstFailure_cascade_isTheResourceThatFailedFirst() {
        Stacks stacks = stacks(request -> StubAnswer.result(
                "DescribeStackEvents",
                "<StackEvents>"
                        + event("estate-a", "arn:stack", "UPDATE_ROLLBACK_COMPLETE", "", "ours")
                        + event("Subnet", "subnet-2", "CREATE_FAILED", "Resource creation cancelled", "ours")
                        + event("Alarm", "alarm", "UPDATE_FAILED", "second", "ours")
                        + event("Vpc", "vpc-1", "CREATE_FAILED", "The CIDR is taken", "ours")
                        + event("estate-a", "arn:stack", "UPDATE_IN_PROGRESS", "", "ours")
                        + event("Old", "old", "CREATE_FAILED", "long ago", "theirs")
                        + "</StackEvents>"));

        assertThat(stacks.firstFailure("estate-a", "ours"))
                .contains(new StackFailure("Vpc", "AWS::EC2::VPC", "CREATE_FAILED", "The CIDR is taken"));
        assertThat(stacks.firstFailure("estate-a", "unknown")).isEmpty();
        assertThat(stacks.lastFailure("estate-a")).isEqualTo(stacks.firstFailure("estate-a", "ours"));
    }

    @Test
    void firstFailure_foundBeforeAnythingWasMade_isTheResourceThatIsWrong() {
        Stacks stacks = stacks(request -> request.form().containsValue("DescribeEvents")
                ? StubAnswer.result("DescribeEvents", """
                        <OperationEvents><member><OperationId>o</OperationId><EventType>VALIDATION_ERROR</EventType>
                        <LogicalResourceId>Store</LogicalResourceId><ResourceType>AWS::S3::Bucket</ResourceType>
                        <ValidationFailureMode>FAIL</ValidationFailureMode><ValidationPath>/Resources/Store</ValidationPath>
                        <ValidationStatusReason>store exists</ValidationStatusReason></member></OperationEvents>""")
                : StubAnswer.result(
                        "DescribeStackEvents",
                        "<StackEvents>"
                                + event("estate-a", "arn:stack", "ROLLBACK_COMPLETE", "", "ours")
                                + event("estate-a", "arn:stack", "CREATE_FAILED", "Call DescribeEvents", "ours")
                                        .replace(
                                                "</member>",
                                                "<DetailedStatus>VALIDATION_FAILED</DetailedStatus></member>")
                                + "</StackEvents>"));

        assertThat(stacks.firstFailure("estate-a", "ours"))
                .contains(new StackFailure("Store", "AWS::S3::Bucket", "VALIDATION_FAILED", "store exists"));
        assertThat(stacks.firstFailure("estate-a", "theirs")).isEmpty();
    }

    private static String event(String logicalId, String physicalId, String status, String reason, String token) {
        return """
                <member><StackId>arn:stack</StackId><EventId>%1$s-%3$s</EventId><StackName>estate-a</StackName>
                <LogicalResourceId>%1$s</LogicalResourceId><PhysicalResourceId>%2$s</PhysicalResourceId>
                <ResourceType>AWS::EC2::VPC</ResourceType><Timestamp>2026-11-01T12:00:00Z</Timestamp>
                <ResourceStatus>%3$s</ResourceStatus><ResourceStatusReason>%4$s</ResourceStatusReason>
                <ClientRequestToken>%5$s</ClientRequestToken></member>""".formatted(logicalId, physicalId, status, reason, token);
    }

    private static StubAnswer page(StubRequest request) {
        boolean first = !request.form().containsKey("NextToken");
        return StubAnswer.result("DescribeStacks", """
                <Stacks><member><StackName>%s</StackName><StackStatus>CREATE_COMPLETE</StackStatus></member></Stacks>%s""".formatted(
                        first ? "estate-a" : "estate-b", first ? "<NextToken>2</NextToken>" : ""));
    }

    private static Stacks stacks(Function<StubRequest, StubAnswer> answers) {
        return Stacks.in(new StubAws(answers).hub());
    }

    /** A stack of which something is refused, in words that nobody has heard before. */
    private static Stacks refusing(String action, String status, boolean isProtected) {
        return stacks(request -> request.action().equals(action)
                ? StubAnswer.xmlError(400, "ValidationError", "refused in words of its own")
                : StubAnswer.result("DescribeStacks", """
                        <Stacks><member><StackName>estate-a</StackName><StackId>arn:stack</StackId>
                        <StackStatus>%s</StackStatus><CreationTime>2026-11-24T12:00:00Z</CreationTime>
                        <EnableTerminationProtection>%s</EnableTerminationProtection></member></Stacks>""".formatted(status, isProtected)));
    }
}
