package dev.plumbline.tasks.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.probes.Probes;
import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubAws;
import dev.plumbline.accounts.stub.StubRequest;
import dev.plumbline.estate.Check;
import java.util.List;
import org.junit.jupiter.api.Test;

class StackChecksTest {

    private final StubAws aws = new StubAws(this::answer);
    private final StackChecks checks = new StackChecks(aws.hub(), new Probes());
    private String status = "CREATE_COMPLETE";
    private String retention = "30";

    @Test
    void look_everythingAsDeclared_findsNothingWrong() {
        retention = "14";

        List<Finding> findings = look(retention("Logs", false));

        assertThat(findings).extracting(Finding::ok).containsExactly(true, true);
    }

    @Test
    void look_otherValue_namesResourceExpectedAndSeen() {
        Finding finding = look(retention("Logs", false)).getLast();

        assertThat(finding.ok()).isFalse();
        assertThat(finding.resource()).isEqualTo("Logs (network-logs)");
        assertThat(finding.expected()).isEqualTo("RetentionInDays = 14");
        assertThat(finding.seen()).isEqualTo("30");
        assertThat(finding.told())
                .isEqualTo("Logs (network-logs): Logs are kept as declared. Expected RetentionInDays = 14, seen 30");
    }

    @Test
    void look_stackThatDoesNotStand_looksNoFurther() {
        status = "UPDATE_ROLLBACK_FAILED";

        List<Finding> findings = look(retention("Logs", false));

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.ok()).isFalse();
            assertThat(finding.seen()).isEqualTo("UPDATE_ROLLBACK_FAILED");
        });
        assertThat(aws.actions()).containsExactly("DescribeStacks");
    }

    @Test
    void look_resourceThatTheStackLacks_isRightOnlyUnderACondition() {
        assertThat(look(retention("Absent", false)).getLast().ok()).isFalse();
        assertThat(look(retention("Absent", true)).getLast().ok()).isTrue();
    }

    @Test
    void look_resourceThatWasDeletedByHand_isFound() {
        Finding finding = look(retention("Deleted", false)).getLast();

        assertThat(finding.ok()).isFalse();
        assertThat(finding.seen()).isEqualTo("it does not exist");
    }

    @Test
    void look_severalChecksOfAResource_readItOnce() {
        look(retention("Logs", false), retention("Logs", false), retention("Logs", false));

        assertThat(aws.actions()).containsExactly("DescribeStacks", "ListStackResources", "GetResource");
    }

    private List<Finding> look(Check... wanted) {
        return checks.look("estate-network", List.of(wanted));
    }

    private static Check retention(String resource, boolean conditional) {
        return new Check.Expectation(
                "logs-kept",
                "Logs are kept as declared",
                resource,
                "AWS::Logs::LogGroup",
                conditional,
                "$string(RetentionInDays) = $parameters.Days",
                "RetentionInDays");
    }

    private StubAnswer answer(StubRequest request) {
        return switch (request.action()) {
            case "DescribeStacks" -> StubAnswer.result("DescribeStacks", """
                    <Stacks><member><StackName>estate-network</StackName><StackStatus>%s</StackStatus>
                    <CreationTime>2026-11-01T12:00:00Z</CreationTime><Parameters><member><ParameterKey>Days</ParameterKey>
                    <ParameterValue>14</ParameterValue></member></Parameters></member></Stacks>""".formatted(status));
            case "ListStackResources" ->
                StubAnswer.result(
                        "ListStackResources",
                        "<StackResourceSummaries>" + resource("Logs") + resource("Deleted")
                                + "</StackResourceSummaries>");
            case "GetResource" ->
                request.json().get("Identifier").asText().equals("network-deleted")
                        ? StubAnswer.jsonError(400, "ResourceNotFoundException", "gone")
                        : StubAnswer.ok(
                                "{\"TypeName\":\"T\",\"ResourceDescription\":{\"Identifier\":\"i\",\"Properties\":"
                                        + "\"{\\\"RetentionInDays\\\":" + retention + "}\"}}");
            default -> throw new AssertionError("nobody answers " + request.action());
        };
    }

    private static String resource(String logicalId) {
        return """
                <member><LogicalResourceId>%s</LogicalResourceId><PhysicalResourceId>network-%s</PhysicalResourceId>
                <ResourceType>AWS::Logs::LogGroup</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus>
                <LastUpdatedTimestamp>2026-11-01T12:00:00Z</LastUpdatedTimestamp></member>""".formatted(logicalId, logicalId.toLowerCase(java.util.Locale.ROOT));
    }
}
