package dev.plumbline.accounts.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubAws;
import dev.plumbline.failure.Invalid;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProbesTest {

    private static final Map<String, JsonNode> VPC = Map.of(
            "VpcId", TextNode.valueOf("vpc-1"),
            "LogGroupName", TextNode.valueOf("dev-vpc-flow-logs"),
            "PublicSubnetIds", TextNode.valueOf("subnet-a,subnet-b"),
            "AlarmNames", TextNode.valueOf("one, two"));

    private final Map<String, String> answers = new HashMap<>();
    private final StubAws aws =
            new StubAws(request -> StubAnswer.ok("<R>" + answers.getOrDefault(request.action(), "") + "</R>"));

    @Test
    void look_unknownProbe_isInvalidAndNamesThoseThatThereAre() {
        assertThatThrownBy(() -> new Probes().look("nat-gateway", VPC, aws.hub()))
                .isInstanceOf(Invalid.class)
                .hasMessageContaining("nat-gateways-available");
    }

    @Test
    void look_argumentWithoutValue_isInvalidAndNamesIt() {
        assertThatThrownBy(() -> new Probes().look("nat-gateways-available", Map.of(), aws.hub()))
                .isInstanceOf(Invalid.class)
                .hasMessageContaining("VpcId");
    }

    @Test
    void required_everyProbe_namesItsArguments() {
        Probes probes = new Probes();

        assertThat(probes.names())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(
                                Stream.concat(probes.required(name).stream(), probes.optional(name).stream()))
                        .isNotEmpty());
    }

    @Test
    void natGateways_allAvailable_passes() {
        answers.put("DescribeNatGateways", nats("available"));

        assertThat(look("nat-gateways-available"))
                .isEqualTo(new ProbeResult(true, "vpc-1", "every NAT gateway available", "1 available"));
    }

    @Test
    void natGateways_oneFailed_saysWhichAndWhy() {
        answers.put("DescribeNatGateways", nats("failed"));

        ProbeResult result = look("nat-gateways-available");

        assertThat(result.passed()).isFalse();
        assertThat(result.resource()).isEqualTo("nat-1");
        assertThat(result.seen()).isEqualTo("nat-1 is failed: no free address");
    }

    @Test
    void flowLogs_activeIntoTheGroup_passesBeforeAnythingWasDelivered() {
        answers.put("DescribeFlowLogs", flowLog("dev-vpc-flow-logs", "ACTIVE", ""));

        assertThat(look("flow-logs-active").passed()).isTrue();
    }

    @Test
    void flowLogs_otherGroupOrFailingOrNone_failAndSayWhatIsThere() {
        answers.put("DescribeFlowLogs", flowLog("other", "ACTIVE", "SUCCESS"));
        assertThat(look("flow-logs-active").seen()).contains("other");
        assertThat(look("flow-logs-active").passed()).isFalse();

        answers.put("DescribeFlowLogs", flowLog("dev-vpc-flow-logs", "ACTIVE", "FAILED"));
        assertThat(look("flow-logs-active").passed()).isFalse();

        answers.clear();
        assertThat(look("flow-logs-active").seen()).isEqualTo("no flow log");
    }

    @Test
    void defaultSecurityGroup_withARule_fails() {
        answers.put("DescribeSecurityGroups", group("<item/>"));
        assertThat(look("default-security-group-closed"))
                .isEqualTo(new ProbeResult(false, "sg-1", "no rules", "1 rules in, 0 rules out"));

        answers.put("DescribeSecurityGroups", group(""));
        assertThat(look("default-security-group-closed").passed()).isTrue();
    }

    @Test
    void alarms_oneSilentAndOneMissing_areNamed() {
        answers.put("DescribeAlarms", """
                <DescribeAlarmsResult><MetricAlarms><member><AlarmName>one</AlarmName>
                <ActionsEnabled>false</ActionsEnabled><AlarmActions><member>arn</member></AlarmActions></member>
                </MetricAlarms></DescribeAlarmsResult>""");

        ProbeResult result = look("alarm-actions-enabled");

        assertThat(result.passed()).isFalse();
        assertThat(result.seen()).isEqualTo("one is heard by nobody; two is missing");
    }

    @Test
    void alarms_allHeard_pass() {
        answers.put("DescribeAlarms", """
                <DescribeAlarmsResult><MetricAlarms><member><AlarmName>one</AlarmName>
                <ActionsEnabled>true</ActionsEnabled><AlarmActions><member>arn</member></AlarmActions></member></MetricAlarms>
                <CompositeAlarms><member><AlarmName>two</AlarmName><ActionsEnabled>true</ActionsEnabled>
                <AlarmActions><member>arn</member></AlarmActions></member></CompositeAlarms></DescribeAlarmsResult>""");

        assertThat(look("alarm-actions-enabled").passed()).isTrue();
    }

    @Test
    void public_natAndBalancersInPublicSubnets_pass() {
        answers.put(
                "DescribeNetworkInterfaces",
                interfaces(
                        networkInterface("eni-1", "subnet-a", "nat_gateway", "Interface for NAT Gateway", ""),
                        networkInterface("eni-2", "subnet-b", "interface", "ELB app/web/1", "")));
        answers.put("DescribeRouteTables", routes("subnet-a", "igw-1"));

        assertThat(look("nothing-else-public").passed()).isTrue();
    }

    @Test
    void public_serverWithoutTheTag_isNamed() {
        answers.put(
                "DescribeNetworkInterfaces",
                interfaces(
                        networkInterface("eni-1", "subnet-a", "interface", "", "i-1"),
                        networkInterface("eni-2", "subnet-a", "interface", "", "i-2")));
        answers.put("DescribeInstances", """
                <reservationSet><item><instancesSet><item><instanceId>i-1</instanceId>
                <tagSet><item><key>plumbline:public</key><value>openvpn</value></item></tagSet></item></instancesSet></item>
                </reservationSet>""");

        ProbeResult result = look("nothing-else-public");

        assertThat(result.passed()).isFalse();
        assertThat(result.resource()).isEqualTo("eni-2");
        assertThat(result.seen()).contains("203.0.113.7").contains("i-2");
    }

    @Test
    void public_balancerInAPrivateSubnet_isNamed() {
        answers.put(
                "DescribeNetworkInterfaces",
                interfaces(networkInterface("eni-1", "subnet-z", "network_load_balancer", "ELB net/x/1", "")));

        assertThat(look("nothing-else-public").resource()).isEqualTo("eni-1");
    }

    @Test
    void public_databaseMadePublic_isNamed() {
        answers.put(
                "DescribeNetworkInterfaces",
                interfaces(networkInterface("eni-1", "subnet-a", "interface", "RDSNetworkInterface", "")));

        assertThat(look("nothing-else-public").seen()).contains("RDSNetworkInterface");
    }

    @Test
    void public_privateSubnetRoutedToTheInternet_isNamed() {
        answers.put("DescribeRouteTables", routes("subnet-z", "igw-1"));
        assertThat(look("nothing-else-public").resource()).isEqualTo("subnet-z");

        answers.put("DescribeRouteTables", routes("subnet-z", "nat-1"));
        assertThat(look("nothing-else-public").passed()).isTrue();
    }

    private ProbeResult look(String probe) {
        return new Probes().look(probe, VPC, aws.hub());
    }

    private static String nats(String state) {
        return """
                <natGatewaySet><item><natGatewayId>nat-1</natGatewayId><subnetId>subnet-a</subnetId><state>%s</state>%s
                </item></natGatewaySet>""".formatted(state, state.equals("failed") ? "<failureMessage>no free address</failureMessage>" : "");
    }

    private static String flowLog(String group, String status, String delivery) {
        return """
                <flowLogSet><item><flowLogId>fl-1</flowLogId><logGroupName>%s</logGroupName><flowLogStatus>%s</flowLogStatus>
                <deliverLogsStatus>%s</deliverLogsStatus></item></flowLogSet>""".formatted(group, status, delivery);
    }

    private static String group(String rules) {
        return """
                <securityGroupInfo><item><groupId>sg-1</groupId><vpcId>vpc-1</vpcId><ipPermissions>%s</ipPermissions>
                <ipPermissionsEgress/></item></securityGroupInfo>""".formatted(rules);
    }

    private static String interfaces(String... all) {
        return "<networkInterfaceSet>" + String.join("", all) + "</networkInterfaceSet>";
    }

    private static String networkInterface(String id, String subnet, String kind, String description, String instance) {
        return """
                <item><networkInterfaceId>%s</networkInterfaceId><subnetId>%s</subnetId><interfaceType>%s</interfaceType>
                <description>%s</description><association><publicIp>203.0.113.7</publicIp></association>
                <attachment><instanceId>%s</instanceId></attachment></item>""".formatted(id, subnet, kind, description, instance);
    }

    private static String routes(String subnet, String gateway) {
        return """
                <routeTableSet><item><routeTableId>rtb-1</routeTableId><associationSet><item><main>false</main>
                <subnetId>%s</subnetId></item></associationSet><routeSet><item><gatewayId>local</gatewayId></item><item>
                <gatewayId>%s</gatewayId></item></routeSet></item></routeTableSet>""".formatted(subnet, gateway);
    }
}
