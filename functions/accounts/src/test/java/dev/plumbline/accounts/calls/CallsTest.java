package dev.plumbline.accounts.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubAws;
import dev.plumbline.accounts.stub.StubRequest;
import dev.plumbline.failure.Retryable;
import dev.plumbline.failure.Stalled;
import dev.plumbline.failure.Waiting;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void ask_operationOfEc2_spellsListsAndObjectsAsItsFormWants() {
        StubAws aws = new StubAws(request -> StubAnswer.ok("<R><return>true</return></R>"));

        ask(
                aws,
                Operation.REVOKE_INGRESS,
                "{'GroupId':'sg-1','IpPermissions':[{'IpProtocol':'tcp','FromPort':22,'ToPort':22,'IpRanges':[{'CidrIp':'0.0.0.0/0'}]}]}");

        assertThat(only(aws).form())
                .containsEntry("Action", "RevokeSecurityGroupIngress")
                .containsEntry("GroupId", "sg-1")
                .containsEntry("IpPermissions.1.FromPort", "22")
                .containsEntry("IpPermissions.1.IpRanges.1.CidrIp", "0.0.0.0/0");
    }

    @Test
    void ask_operationOfIam_isSignedForItsOneRegionAndUnwrapped() {
        StubAws aws = new StubAws(request -> StubAnswer.result(
                "ListAccessKeys",
                "<AccessKeyMetadata><member><AccessKeyId>AKIA1</AccessKeyId></member></AccessKeyMetadata>"));

        Answer answer =
                ask(aws, Operation.LIST_ACCESS_KEYS, "{'UserName':'ada'}").orElseThrow();

        assertThat(answer.items("AccessKeyMetadata"))
                .extracting(key -> key.text("AccessKeyId"))
                .containsExactly("AKIA1");
        assertThat(only(aws).http().host()).isEqualTo("iam.amazonaws.com");
        assertThat(only(aws).header("Authorization")).contains("/us-east-1/iam/aws4_request");
    }

    @Test
    void ask_listOfAQueryService_isCountedBehindMember() {
        StubAws aws = new StubAws(request -> StubAnswer.result("DetachInstances", ""));

        ask(aws, Operation.DETACH_INSTANCES, "{'InstanceIds':['i-1'],'ShouldDecrementDesiredCapacity':false}");

        assertThat(only(aws).form())
                .containsEntry("InstanceIds.member.1", "i-1")
                .containsEntry("ShouldDecrementDesiredCapacity", "false");
    }

    @Test
    void ask_operationOfAJsonService_namesItsTarget() {
        StubAws aws = new StubAws(request -> StubAnswer.ok("{\"IsLogging\":false}"));

        Answer answer = ask(aws, Operation.GET_TRAIL_STATUS, "{'Name':'main'}").orElseThrow();

        assertThat(answer.flag("IsLogging")).isFalse();
        assertThat(answer.has("IsLogging")).isTrue();
        assertThat(only(aws).header("X-Amz-Target")).endsWith(".GetTrailStatus");
        assertThat(only(aws).json().path("Name").asText()).isEqualTo("main");
    }

    @Test
    void ask_operationAtAPath_takesItsParametersFromTheBody() {
        StubAws aws = new StubAws(request -> StubAnswer.ok("{\"update\":{\"id\":\"u\"}}"));

        ask(aws, Operation.UPDATE_CLUSTER, "{'name':'a b','resourcesVpcConfig':{'endpointPublicAccess':false}}");

        assertThat(only(aws).http().encodedPath()).isEqualTo("/clusters/a%20b/update-config");
        assertThat(only(aws).json().has("name")).isFalse();
        assertThat(only(aws)
                        .json()
                        .at("/resourcesVpcConfig/endpointPublicAccess")
                        .asBoolean(true))
                .isFalse();
    }

    @Test
    void ask_operationOfS3_namesTheOwnerAndSendsADocument() {
        StubAws aws = new StubAws(request -> StubAnswer.ok(""));

        ask(aws, Operation.PUT_BUCKET_BLOCK, "{'Bucket':'files','BlockPublicAcls':true}");

        assertThat(only(aws).http().encodedPath()).isEqualTo("/files");
        assertThat(only(aws).http().rawQueryParameters()).containsKey("publicAccessBlock");
        assertThat(only(aws).header("x-amz-expected-bucket-owner")).isEqualTo("555555555555");
        assertThat(only(aws).header("Content-MD5")).isNotEmpty();
        // As in the request syntax of PutPublicAccessBlock.
        assertThat(only(aws).body())
                .isEqualTo("<PublicAccessBlockConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
                        + "<BlockPublicAcls>true</BlockPublicAcls></PublicAccessBlockConfiguration>");
    }

    @Test
    void ask_operationWithoutABody_saysNothingOfItsLength() {
        StubAws aws = new StubAws(request -> StubAnswer.ok(""));

        ask(aws, Operation.GET_BUCKET_BLOCK, "{'Bucket':'files'}");

        assertThat(only(aws).body()).isEmpty();
        assertThat(only(aws).http().firstMatchingHeader("Content-Length")).isEmpty();
    }

    /**
     * CreateFlowLogs and DeleteFlowLogs answer with success and tell in {@code unsuccessful} what they did not do:
     * terraform-provider-aws reads the error from there, with these codes.
     */
    @Test
    void ask_flowLogThatIsThereAlreadyOrGone_isNothing() {
        StubAws there = new StubAws(request -> unsuccessful("FlowLogAlreadyExists"));
        StubAws gone = new StubAws(request -> unsuccessful("InvalidFlowLogId.NotFound"));

        assertThat(ask(there, Operation.CREATE_FLOW_LOGS, "{'ResourceId':['vpc-1']}"))
                .isEmpty();
        assertThat(ask(gone, Operation.DELETE_FLOW_LOGS, "{'FlowLogId':['fl-1']}"))
                .isEmpty();
    }

    @Test
    void ask_flowLogThatIsNotMade_isNoSuccess() {
        StubAws aws = new StubAws(request -> unsuccessful("LogDestinationPermissionIssue"));

        assertThatThrownBy(() -> ask(aws, Operation.CREATE_FLOW_LOGS, "{'ResourceId':['vpc-1']}"))
                .isInstanceOf(Stalled.class)
                .hasMessageContaining("LogDestinationPermissionIssue")
                .hasMessageContaining("it was not done");
    }

    @Test
    void ask_flowLogThatIsMade_isAnswered() {
        StubAws aws = new StubAws(
                request -> StubAnswer.ok("<R><flowLogIdSet><item>fl-1</item></flowLogIdSet><unsuccessful/></R>"));

        assertThat(ask(aws, Operation.CREATE_FLOW_LOGS, "{'ResourceId':['vpc-1']}")
                        .orElseThrow()
                        .texts("flowLogIdSet"))
                .containsExactly("fl-1");
    }

    private static StubAnswer unsuccessful(String code) {
        return StubAnswer.ok(
                "<CreateFlowLogsResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><flowLogIdSet/>"
                        + "<unsuccessful><item><error><code>" + code
                        + "</code><message>it was not done</message></error>"
                        + "<resourceId>vpc-1</resourceId></item></unsuccessful></CreateFlowLogsResponse>");
    }

    @Test
    void ask_operationOfS3Control_goesToTheAccountsHost() {
        StubAws aws = new StubAws(request -> StubAnswer.ok(""));

        ask(aws, Operation.PUT_ACCESS_POINT_POLICY, "{'Name':'p','Policy':'{\\\"a\\\":\\\"<\\\"}'}");

        assertThat(only(aws).http().host()).isEqualTo("555555555555.s3-control.eu-west-1.amazonaws.com");
        assertThat(only(aws).header("x-amz-account-id")).isEqualTo("555555555555");
        assertThat(only(aws).body()).contains("<Policy>{\"a\":\"&lt;\"}</Policy>");
    }

    @Test
    void ask_codeThatMeansNothing_isNoFailure() {
        StubAws aws = new StubAws(request -> StubAnswer.ec2Error(400, "InvalidPermission.NotFound", "gone"));

        assertThat(ask(aws, Operation.REVOKE_INGRESS, "{'GroupId':'sg-1'}")).isEmpty();
    }

    @Test
    void ask_mayNot_stalls() {
        StubAws aws = new StubAws(request -> StubAnswer.jsonError(400, "AccessDeniedException", "no"));

        assertThatThrownBy(() -> ask(aws, Operation.START_LOGGING, "{'Name':'main'}"))
                .isInstanceOf(Stalled.class)
                .hasMessageContaining("StartLogging");
    }

    @Test
    void ask_throttledForGood_isRetryable() {
        StubAws aws = new StubAws(request -> StubAnswer.jsonError(400, "ThrottlingException", "slower"));

        assertThatThrownBy(() -> ask(aws, Operation.START_LOGGING, "{'Name':'main'}"))
                .isInstanceOf(Retryable.class);
    }

    /** ListInsights gates upgrades; its token goes into the document (botocore's paginator: nextToken, insights). */
    @Test
    void ask_insightsOfTwoPages_areAllThere() {
        StubAws aws = new StubAws(request -> StubAnswer.ok(
                request.json().path("nextToken").asText().equals("t/2")
                        ? "{\"insights\":[{\"name\":\"b\"}]}"
                        : "{\"insights\":[{\"name\":\"a\"}],\"nextToken\":\"t/2\"}"));

        Answer answer = ask(aws, Operation.LIST_INSIGHTS, "{'name':'prod','filter':{'statuses':['ERROR']}}")
                .orElseThrow();

        assertThat(answer.items("insights"))
                .extracting(insight -> insight.text("name"))
                .containsExactly("a", "b");
        assertThat(aws.requests())
                .allSatisfy(request -> assertThat(
                                request.json().at("/filter/statuses/0").asText())
                        .isEqualTo("ERROR"));
    }

    /** At a path, the token is a parameter of the query. */
    @Test
    void ask_addonsOfTwoPages_areAllThere() {
        StubAws aws = new StubAws(request -> StubAnswer.ok(
                request.http().firstMatchingRawQueryParameter("nextToken").isPresent()
                        ? "{\"addons\":[\"b\"]}"
                        : "{\"addons\":[\"a\"],\"nextToken\":\"t=2\"}"));

        Answer answer = ask(aws, Operation.LIST_ADDONS, "{'name':'prod'}").orElseThrow();

        assertThat(answer.texts("addons")).containsExactly("a", "b");
        assertThat(aws.requests().getLast().http().firstMatchingRawQueryParameter("nextToken"))
                .contains("t=2");
    }

    /** EC2 asks by NextToken and answers nextToken, RDS asks and answers by Marker. */
    @Test
    void ask_pagesOfTheQueryProtocols_areAllThere() {
        StubAws ec2 = new StubAws(request -> StubAnswer.ok("<R><reservationSet><item/></reservationSet>"
                + (request.form().containsKey("NextToken") ? "<nextToken/>" : "<nextToken>2</nextToken>") + "</R>"));
        StubAws rds = new StubAws(request -> StubAnswer.result(
                "DescribeDBInstances",
                "<DBInstances><DBInstance/></DBInstances>"
                        + (request.form().containsKey("Marker") ? "" : "<Marker>2</Marker>")));

        assertThat(ask(ec2, Operation.DESCRIBE_INSTANCES, "{}").orElseThrow().items("reservationSet"))
                .hasSize(2);
        assertThat(ask(rds, Operation.DESCRIBE_DB_INSTANCES, "{}").orElseThrow().items("DBInstances"))
                .hasSize(2);
    }

    /** EKS names its errors in the header {@code x-amzn-ErrorType} alone. */
    @Test
    void ask_clusterThatIsDeleted_isNothing() {
        StubAws aws = new StubAws(
                request -> StubAnswer.restError(404, "ResourceNotFoundException", "No cluster found for name: prod."));

        assertThat(ask(aws, Operation.DESCRIBE_CLUSTER, "{'name':'prod'}")).isEmpty();
        assertThat(ask(aws, Operation.LIST_ADDONS, "{'name':'prod'}")).isEmpty();
        assertThat(ask(aws, Operation.DESCRIBE_NODEGROUP, "{'name':'prod','nodegroupName':'a'}"))
                .isEmpty();
    }

    /** EKS answers so while another update of the same node group goes on. */
    @Test
    void ask_nodeGroupThatIsBusy_waits() {
        StubAws aws = new StubAws(request ->
                StubAnswer.restError(409, "ResourceInUseException", "Nodegroup already has an update in progress"));

        assertThatThrownBy(() -> ask(aws, Operation.UPDATE_NODEGROUP, "{'name':'prod','nodegroupName':'a'}"))
                .isInstanceOf(Waiting.class)
                .hasMessageContaining("ResourceInUseException");
    }

    /** GuardDuty's header says BadRequestException, its body InvalidInputException (boto3's issue 3890). */
    @Test
    void ask_detectorThatIsThereAlready_isNothing() {
        StubAws aws = new StubAws(request -> StubAnswer.guardDutyError(
                "The request is rejected because a detector already exists for the current account."));

        assertThat(ask(aws, Operation.CREATE_DETECTOR, "{'enable':true}")).isEmpty();
    }

    @Test
    void operation_always_hasItsResourcesWithoutPartition() {
        for (Operation operation : Operation.values()) {
            assertThat(operation.resources())
                    .as(operation.name())
                    .isNotEmpty()
                    .noneMatch(arn -> arn.startsWith("arn:"));
            assertThat(operation.permission()).as(operation.name()).matches("[a-z0-9-]+:[A-Za-z0-9]+");
        }
    }

    private static Optional<Answer> ask(StubAws aws, Operation operation, String parameters) {
        try {
            ObjectNode read = (ObjectNode) JSON.readTree(parameters.replace('\'', '"'));
            return Calls.in(aws.hub()).ask(new Call(operation, read));
        } catch (JsonProcessingException error) {
            throw new AssertionError(parameters, error);
        }
    }

    private static StubRequest only(StubAws aws) {
        assertThat(aws.requests()).hasSize(1);
        return aws.requests().getFirst();
    }
}
