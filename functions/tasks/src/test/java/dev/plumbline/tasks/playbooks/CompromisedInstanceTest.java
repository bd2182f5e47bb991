package dev.plumbline.tasks.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.calls.Calls;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubAws;
import dev.plumbline.accounts.stub.StubRequest;
import dev.plumbline.estate.Severity;
import dev.plumbline.tasks.findings.Fact;
import dev.plumbline.tasks.findings.Finding;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** An instance is not isolated by the name of a group, but by its having no rules. */
class CompromisedInstanceTest {

    private static final String INSTANCE = "i-0123456789abcdef0";
    private static final String SSH = """
            <item><ipProtocol>tcp</ipProtocol><fromPort>22</fromPort><toPort>22</toPort>
            <ipRanges><item><cidrIp>203.0.113.0/24</cidrIp></item></ipRanges></item>""";
    private static final String EVERYTHING = """
            <item><ipProtocol>-1</ipProtocol><ipRanges><item><cidrIp>0.0.0.0/0</cidrIp></item></ipRanges>
            <ipv6Ranges><item><cidrIpv6>::/0</cidrIpv6></item></ipv6Ranges></item>""";
    private static final String FROM_ANOTHER_GROUP = """
            <item><ipProtocol>-1</ipProtocol><groups><item><groupId>sg-0123456789abcdef9</groupId></item></groups>
            </item>""";

    private final StubAws aws = new StubAws(this::answer);
    private final Playbook playbook = new CompromisedInstance();
    private String own = "sg-0123456789abcdef1";
    private String isolated = "";

    /** CreateSecurityGroup: a new group lets out everything, in a VPC with IPv6 by a second rule. */
    @Test
    void inspect_noSuchGroup_makesOneAndClosesItForBothFamilies() {
        assertThat(inspect().steps())
                .filteredOn(step -> step.call().operation() == Operation.REVOKE_EGRESS)
                .extracting(step -> step.call().parameters().toString())
                .hasSize(2)
                .anySatisfy(rule -> assertThat(rule).contains("0.0.0.0/0"))
                .anySatisfy(rule -> assertThat(rule).contains("::/0"));
    }

    /** The attack: a group of that name is there already, with a door of the attacker's. */
    @Test
    void inspect_groupOfThatNameWithRules_isEmptiedBeforeAnythingIsPutIntoIt() {
        isolated = group(SSH + FROM_ANOTHER_GROUP, EVERYTHING);

        Inspection seen = inspect();

        assertThat(seen.steps())
                .extracting(step -> step.call().operation())
                .containsSubsequence(
                        Operation.REVOKE_INGRESS,
                        Operation.REVOKE_INGRESS,
                        Operation.REVOKE_EGRESS,
                        Operation.MODIFY_INTERFACE);
        assertThat(seen.steps())
                .extracting(step -> step.call().parameters().toString())
                .anySatisfy(rule -> assertThat(rule).contains("203.0.113.0/24", "\"FromPort\":22"))
                .anySatisfy(rule -> assertThat(rule).contains("sg-0123456789abcdef9"))
                .anySatisfy(rule -> assertThat(rule).contains("0.0.0.0/0", "::/0"));
    }

    /** The same afterwards: as long as the group has a rule the case is not fixed, though the instance is in it. */
    @Test
    void inspect_instanceInAGroupThatWasFilledAgain_isNotWell() {
        own = "sg-0123456789abcdef2";
        isolated = group("", EVERYTHING);

        Inspection seen = inspect();

        assertThat(seen.well()).isFalse();
        assertThat(seen.steps())
                .singleElement()
                .satisfies(step -> assertThat(step.call().operation()).isEqualTo(Operation.REVOKE_EGRESS))
                .satisfies(step -> assertThat(step.undo()).isEmpty());
    }

    @Test
    void inspect_instanceInAnEmptyGroup_isWell() {
        own = "sg-0123456789abcdef2";
        isolated = group("", "");

        assertThat(inspect().well()).isTrue();
    }

    private Inspection inspect() {
        Finding finding = new Finding(
                Finding.Source.GUARDDUTY,
                "CryptoCurrency:EC2/BitcoinTool.B!DNS",
                "finding-1",
                Severity.HIGH,
                "Mines",
                0,
                new TreeMap<>(Map.of(Fact.INSTANCE, INSTANCE)));
        return playbook.inspect(
                new Subject("case-1", Instant.EPOCH, finding), new Hands(Calls.in(aws.hub()), playbook));
    }

    private static String group(String ingress, String egress) {
        return """
                <item><groupId>sg-0123456789abcdef2</groupId><groupName>plumbline-isolated</groupName>
                <ipPermissions>%s</ipPermissions><ipPermissionsEgress>%s</ipPermissionsEgress></item>""".formatted(ingress, egress);
    }

    /** What else the playbook does is done: the instance is tagged, has no volumes and is in no Auto Scaling group. */
    private StubAnswer answer(StubRequest request) {
        return StubAnswer.ok(
                switch (request.action()) {
                    case "DescribeInstances" -> """
                        <DescribeInstancesResponse><reservationSet><item><instancesSet><item>
                        <instanceId>%s</instanceId><vpcId>vpc-1</vpcId>
                        <instanceState><name>running</name></instanceState>
                        <tagSet><item><key>plumbline-case</key><value>case-1</value></item></tagSet>
                        <networkInterfaceSet><item><networkInterfaceId>eni-1</networkInterfaceId>
                        <groupSet><item><groupId>%s</groupId></item></groupSet></item></networkInterfaceSet>
                        </item></instancesSet></item></reservationSet></DescribeInstancesResponse>""".formatted(INSTANCE, own);
                    case "DescribeSecurityGroups" ->
                        "<DescribeSecurityGroupsResponse><securityGroupInfo>" + isolated
                                + "</securityGroupInfo></DescribeSecurityGroupsResponse>";
                    case "DescribeAutoScalingInstances" ->
                        "<DescribeAutoScalingInstancesResponse>"
                                + "<DescribeAutoScalingInstancesResult/></DescribeAutoScalingInstancesResponse>";
                    default -> throw new AssertionError("nobody answers " + request.action());
                });
    }
}
