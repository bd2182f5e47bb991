package dev.plumbline.tasks.provision;

import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubRequest;
import dev.plumbline.tasks.HubForTests;
import java.util.ArrayList;
import java.util.List;

/** One stack in an account, with one change set, as far as CloudFormation would let it be changed. */
final class StackForTests {

    static final String CHANGE_SET = "plumbline-" + "d".repeat(40) + "-" + "0".repeat(12);

    private final List<String> done = new ArrayList<>();
    private String status;
    private String executed = "plumbline-before";
    private boolean changeSet = true;
    private String failure = "";
    private String template = "Resources: {}";
    private String whileExecuted = "UPDATE_IN_PROGRESS";

    /** Lets the stack stand in a status, and answer for the account. */
    StackForTests(HubForTests hub, String status) {
        this.status = status;
        hub.answers("DescribeStacks", this::describe);
        hub.answers("DescribeChangeSet", this::describeChangeSet);
        hub.answers("DescribeStackEvents", this::events);
        hub.answers(
                "GetTemplate",
                request -> StubAnswer.result("GetTemplate", "<TemplateBody>" + template + "</TemplateBody>"));
        hub.answers("ExecuteChangeSet", this::execute);
        hub.answers("DeleteChangeSet", this::deleteChangeSet);
        for (String action : List.of("DeleteStack", "RollbackStack", "ContinueUpdateRollback")) {
            hub.answers(action, request -> clear(action));
        }
    }

    /** What was changed, in its order. */
    List<String> done() {
        return done;
    }

    void ends(String ended) {
        status = ended;
    }

    /** Lets what is executed have ended before anybody looks. */
    void endsAtOnce() {
        whileExecuted = "UPDATE_COMPLETE";
    }

    void executedBySomebodyElse() {
        executed = "somebody-elses";
        changeSet = false;
    }

    /** Lets a resource have failed in the change that carried a token. */
    void failedUnder(String token) {
        failure = token;
    }

    /** Lets the stack have been deployed with a template. */
    void deployedWith(String deployed) {
        template = deployed;
    }

    private StubAnswer describe(StubRequest request) {
        return StubAnswer.result("DescribeStacks", """
                <Stacks><member><StackName>estate-network</StackName><StackId>arn:stack</StackId>
                <StackStatus>%s</StackStatus><CreationTime>2026-11-01T12:00:00Z</CreationTime>
                <ChangeSetId>arn:aws:cloudformation:eu-west-1:111111111111:changeSet/%s/0-1</ChangeSetId>
                </member></Stacks>""".formatted(status, executed));
    }

    private StubAnswer describeChangeSet(StubRequest request) {
        if (!changeSet) {
            return StubAnswer.xmlError(404, "ChangeSetNotFound", "there is none");
        }
        String execution = done.contains("execute") ? "EXECUTE_IN_PROGRESS" : "AVAILABLE";
        return StubAnswer.result("DescribeChangeSet", """
                <Status>CREATE_COMPLETE</Status><ExecutionStatus>%s</ExecutionStatus>
                <ChangeSetId>arn:change-set</ChangeSetId><Changes/>""".formatted(execution));
    }

    private StubAnswer events(StubRequest request) {
        return StubAnswer.result("DescribeStackEvents", failure.isEmpty() ? "<StackEvents/>" : """
                <StackEvents><member><StackId>arn:stack</StackId><EventId>1</EventId><StackName>estate-network</StackName>
                <LogicalResourceId>Vpc</LogicalResourceId><PhysicalResourceId>vpc-1</PhysicalResourceId>
                <ResourceType>AWS::EC2::VPC</ResourceType><Timestamp>2026-11-01T12:00:00Z</Timestamp>
                <ResourceStatus>CREATE_FAILED</ResourceStatus><ResourceStatusReason>The CIDR is taken</ResourceStatusReason>
                <ClientRequestToken>%s</ClientRequestToken></member></StackEvents>""".formatted(failure));
    }

    private StubAnswer execute(StubRequest request) {
        if (!changeSet) {
            return StubAnswer.xmlError(404, "ChangeSetNotFound", "there is none");
        }
        if (done.contains("execute")) {
            return StubAnswer.xmlError(400, "InvalidChangeSetStatus", "it was executed");
        }
        done.add("execute");
        executed = CHANGE_SET;
        status = whileExecuted;
        return StubAnswer.result("ExecuteChangeSet", "");
    }

    private StubAnswer deleteChangeSet(StubRequest request) {
        changeSet = false;
        done.add("delete " + request.form().get("ChangeSetName"));
        return StubAnswer.result("DeleteChangeSet", "");
    }

    private StubAnswer clear(String action) {
        done.add(action);
        return StubAnswer.result(action, "");
    }
}
