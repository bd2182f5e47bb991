package dev.plumbline.accounts.stacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plumbline.accounts.drift.DriftEntry;
import dev.plumbline.accounts.drift.DriftEntry.Kind;
import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubAws;
import dev.plumbline.failure.Waiting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriftsTest {

    @Test
    void detect_whileCloudFormationLooks_isWaiting() {
        StubAws aws = new StubAws(request -> StubAnswer.xmlError(
                400, "ValidationError", "Drift detection is already in progress for Stack [arn:stack]"));

        assertThatExceptionOfType(Waiting.class)
                .isThrownBy(() -> Drifts.in(aws.hub()).detect("estate-network"));
    }

    @ParameterizedTest
    @CsvSource({
        "DETECTION_IN_PROGRESS, , Pending",
        "DETECTION_COMPLETE, IN_SYNC, InSync",
        "DETECTION_COMPLETE, NOT_CHECKED, InSync",
        "DETECTION_COMPLETE, DRIFTED, Drifted",
        "DETECTION_FAILED, DRIFTED, Failed"
    })
    void look_status_isReadAsWhatItMeans(String status, String drift, String meant) {
        StubAws aws = new StubAws(request -> StubAnswer.result(
                "DescribeStackDriftDetectionStatus", """
                <StackId>arn:stack</StackId><StackDriftDetectionId>1</StackDriftDetectionId>
                <DetectionStatus>%s</DetectionStatus><DetectionStatusReason>why</DetectionStatusReason>
                <StackDriftStatus>%s</StackDriftStatus>""".formatted(status, drift == null ? "" : drift)));

        assertThat(Drifts.in(aws.hub()).look("1").getClass().getSimpleName()).isEqualTo(meant);
    }

    @Test
    void entries_changedAndDeleted_areToldWithoutSecrets() {
        StubAws aws = new StubAws(request -> StubAnswer.result("DescribeStackResourceDrifts", """
                <StackResourceDrifts>
                <member><StackId>arn:stack</StackId><LogicalResourceId>Vpc</LogicalResourceId>
                <PhysicalResourceId>vpc-1</PhysicalResourceId><ResourceType>AWS::EC2::VPC</ResourceType>
                <StackResourceDriftStatus>MODIFIED</StackResourceDriftStatus><PropertyDifferences>
                <member><PropertyPath>/EnableDnsHostnames</PropertyPath><ExpectedValue>true</ExpectedValue>
                <ActualValue>false</ActualValue><DifferenceType>NOT_EQUAL</DifferenceType></member>
                <member><PropertyPath>/AuthToken</PropertyPath><ExpectedValue>null</ExpectedValue>
                <ActualValue>hunter2</ActualValue><DifferenceType>ADD</DifferenceType></member>
                </PropertyDifferences></member>
                <member><StackId>arn:stack</StackId><LogicalResourceId>FlowLog</LogicalResourceId>
                <PhysicalResourceId>fl-1</PhysicalResourceId><ResourceType>AWS::EC2::FlowLog</ResourceType>
                <StackResourceDriftStatus>DELETED</StackResourceDriftStatus></member>
                </StackResourceDrifts>"""));

        assertThat(Drifts.in(aws.hub()).entries("estate-network"))
                .containsExactly(
                        new DriftEntry("FlowLog", "fl-1", "AWS::EC2::FlowLog", Kind.DELETED, "", "", ""),
                        new DriftEntry("Vpc", "vpc-1", "AWS::EC2::VPC", Kind.CHANGED, "/AuthToken", "", "(hidden)"),
                        new DriftEntry(
                                "Vpc", "vpc-1", "AWS::EC2::VPC", Kind.CHANGED, "/EnableDnsHostnames", "true", "false"));
    }
}
