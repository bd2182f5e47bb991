package dev.plumbline.accounts.probes;

import static java.time.temporal.ChronoUnit.MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubAws;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerProbesTest {

    private static final Map<String, JsonNode> ARGUMENTS = Map.of(
            "GroupName", TextNode.valueOf("vpn"),
            "PublicIp", TextNode.valueOf("203.0.113.7"),
            "Protocol", TextNode.valueOf("udp"),
            "Port", TextNode.valueOf("1194"),
            "AlarmNames", TextNode.valueOf("crl"),
            "LogGroupName", TextNode.valueOf("vpn-openvpn"),
            "MaxAgeMinutes", TextNode.valueOf("180"));

    private final Map<String, String> answers = new HashMap<>(Map.of(
            "DescribeAutoScalingGroups", group("1", "InService", "Healthy"),
            "DescribeAddresses", address("i-1"),
            "DescribeNetworkInterfaces", """
                    <networkInterfaceSet><item><groupSet><item><groupId>sg-1</groupId></item></groupSet></item>
                    </networkInterfaceSet>""",
            "DescribeSecurityGroups", ports("sg-1", "udp", "1194", "1194")));
    private final StubAws aws = new StubAws(request -> request.action().startsWith("DescribeLog")
            ? StubAnswer.ok(answers.getOrDefault(request.action(), "{}"))
            : StubAnswer.ok("<R>" + answers.getOrDefault(request.action(), "") + "</R>"));

    @Test
    void group_asDesired_passes() {
        assertThat(look("group-in-service"))
                .isEqualTo(new ProbeResult(
                        true, "vpn", "1 in service, healthy, with passing status checks", "i-1 in service"));
    }

    @Test
    void group_unhealthyOrAbsentOrTooSmallOrImpaired_failsAndSaysWhy() {
        answers.put("DescribeAutoScalingGroups", group("1", "InService", "Unhealthy"));
        assertThat(look("group-in-service").seen()).isEqualTo("i-1 is InService, Unhealthy");

        answers.put("DescribeAutoScalingGroups", group("2", "InService", "Healthy"));
        assertThat(look("group-in-service").seen()).isEqualTo("1 servers, 2 desired");

        answers.put("DescribeAutoScalingGroups", "");
        assertThat(look("group-in-service").seen()).isEqualTo("no such group");

        answers.put("DescribeAutoScalingGroups", group("1", "InService", "Healthy"));
        answers.put("DescribeInstanceStatus", """
                <instanceStatusSet><item><instanceId>i-1</instanceId><systemStatus><status>ok</status></systemStatus>
                <instanceStatus><status>impaired</status></instanceStatus></item></instanceStatusSet>""");
        assertThat(look("group-in-service").seen()).isEqualTo("i-1 has instanceStatus impaired");
    }

    @Test
    void address_onTheServer_passes_elsewhereOrNowhere_fails() {
        assertThat(look("address-attached").passed()).isTrue();

        answers.put("DescribeAddresses", address("i-2"));
        assertThat(look("address-attached").seen()).isEqualTo("attached to i-2");

        answers.put("DescribeAddresses", address(""));
        assertThat(look("address-attached"))
                .isEqualTo(new ProbeResult(
                        false, "203.0.113.7", "attached to the server of vpn, i-1", "attached to no instance"));
    }

    @Test
    void ports_theOneWanted_passes_another_isNamed() {
        assertThat(look("only-port-open").passed()).isTrue();

        answers.put("DescribeSecurityGroups", ports("sg-1", "tcp", "22", "22"));
        assertThat(look("only-port-open"))
                .isEqualTo(new ProbeResult(false, "sg-1", "udp 1194 and nothing else", "sg-1 lets in tcp 22"));

        answers.put("DescribeSecurityGroups", ports("sg-1", "udp", "1", "65535"));
        assertThat(look("only-port-open").seen()).isEqualTo("sg-1 lets in udp 1 to 65535");

        answers.put("DescribeSecurityGroups", ports("sg-1", "-1", "", ""));
        assertThat(look("only-port-open").seen()).isEqualTo("sg-1 lets in everything");

        answers.put("DescribeSecurityGroups", "");
        assertThat(look("only-port-open").seen()).isEqualTo("nothing is let in");
    }

    @Test
    void servers_withTokensAndEncryption_pass_othersAreNamed() {
        answers.put("DescribeInstances", instance("required"));
        answers.put("DescribeVolumes", volume("true"));
        assertThat(look("servers-protected"))
                .isEqualTo(new ProbeResult(true, "vpn", "IMDSv2 required and every volume encrypted", "1 protected"));

        answers.put("DescribeInstances", instance("optional"));
        answers.put("DescribeVolumes", volume("false"));
        assertThat(look("servers-protected"))
                .isEqualTo(new ProbeResult(
                        false,
                        "i-1",
                        "IMDSv2 required and every volume encrypted",
                        "i-1 answers IMDSv1; vol-1 is not encrypted"));
    }

    @Test
    void servers_noneOrWithoutVolumes_fail() {
        assertThat(look("servers-protected").seen()).isEqualTo("no server");

        answers.put("DescribeInstances", instance("required"));
        assertThat(look("servers-protected").seen()).isEqualTo("i-1 has no volume");
    }

    @Test
    void world_letInToSsh_namesTheGroup() {
        answers.put(
                "DescribeSecurityGroups",
                world("sg-9", "tcp", "20", "25", "<ipRanges><item><cidrIp>0.0.0.0/0</cidrIp></item></ipRanges>"));
        assertThat(ssh())
                .isEqualTo(new ProbeResult(
                        false,
                        "sg-9",
                        "no security group that lets in tcp 22 from the world",
                        "sg-9 lets in tcp 20 to 25"));

        answers.put(
                "DescribeSecurityGroups",
                world("sg-9", "-1", "", "", "<ipv6Ranges><item><cidrIpv6>::/0</cidrIpv6></item></ipv6Ranges>"));
        assertThat(ssh().seen()).isEqualTo("sg-9 lets in everything");
    }

    @Test
    void world_letInElsewhereOrOthersToSsh_passes() {
        answers.put(
                "DescribeSecurityGroups",
                world("sg-9", "tcp", "443", "443", "<ipRanges><item><cidrIp>0.0.0.0/0</cidrIp></item></ipRanges>"));
        assertThat(ssh().passed()).isTrue();

        answers.put(
                "DescribeSecurityGroups",
                world("sg-9", "udp", "22", "22", "<ipRanges><item><cidrIp>0.0.0.0/0</cidrIp></item></ipRanges>"));
        assertThat(ssh().passed()).isTrue();

        answers.put(
                "DescribeSecurityGroups",
                world("sg-9", "tcp", "22", "22", "<ipRanges><item><cidrIp>10.0.0.0/8</cidrIp></item></ipRanges>"));
        assertThat(ssh().passed()).isTrue();
    }

    private ProbeResult ssh() {
        return new Probes().look("port-closed-to-world", Map.of("Port", TextNode.valueOf("22")), aws.hub());
    }

    private static String world(String group, String protocol, String from, String to, String ranges) {
        return "<securityGroupInfo><item><groupId>" + group + "</groupId><ipPermissions><item><ipProtocol>" + protocol
                + "</ipProtocol><fromPort>" + from + "</fromPort><toPort>" + to + "</toPort>" + ranges
                + "</item></ipPermissions></item></securityGroupInfo>";
    }

    @Test
    void alarms_goneOffOrMissing_areNamed() {
        answers.put("DescribeAlarms", alarm("OK"));
        assertThat(look("alarms-quiet").passed()).isTrue();

        answers.put("DescribeAlarms", alarm("INSUFFICIENT_DATA"));
        assertThat(look("alarms-quiet").passed()).isTrue();

        answers.put("DescribeAlarms", alarm("ALARM"));
        assertThat(look("alarms-quiet"))
                .isEqualTo(new ProbeResult(false, "crl", "no alarm has gone off", "crl is ALARM"));

        answers.put("DescribeAlarms", "");
        assertThat(look("alarms-quiet").seen()).isEqualTo("crl is missing");
    }

    @Test
    void log_lately_passes_longAgoOrNever_fails() {
        Instant made = Instant.now().minus(Duration.ofDays(9));
        answers.put("DescribeLogGroups", logGroup(made));
        answers.put("DescribeLogStreams", stream(Instant.now().minus(Duration.ofMinutes(90))));
        assertThat(look("log-stream-arriving").passed()).isTrue();

        answers.put("DescribeLogStreams", stream(Instant.now().minus(Duration.ofHours(4))));
        assertThat(look("log-stream-arriving").passed()).isFalse();

        answers.put("DescribeLogStreams", "{}");
        assertThat(look("log-stream-arriving").passed()).isFalse();
        assertThat(look("log-stream-arriving").seen())
                .isEqualTo("vpn-openvpn was never written to since it was made at " + made.truncatedTo(MILLIS));
    }

    /**
     * LogStream of CloudWatch Logs' API reference: lastEventTimestamp and lastIngestionTime are updated "on an eventual
     * consistency basis", "typically […] in less than an hour from ingestion, but in rare situations might take
     * longer".
     */
    @Test
    void log_groupMadeAMomentAgo_streamThatDoesNotTellItsTimesYet_passes() {
        answers.put("DescribeLogGroups", logGroup(Instant.now().minus(Duration.ofMinutes(20))));
        answers.put("DescribeLogStreams", "{\"logStreams\":[{\"logStreamName\":\"i-1/openvpn\"}]}");
        assertThat(look("log-stream-arriving").passed()).isTrue();

        answers.put("DescribeLogGroups", logGroup(Instant.now().minus(Duration.ofMinutes(181))));
        assertThat(look("log-stream-arriving").passed()).isFalse();
    }

    @Test
    void log_groupIsGone_fails() {
        assertThat(look("log-stream-arriving"))
                .isEqualTo(new ProbeResult(
                        false, "vpn-openvpn", "an event within the last 180 minutes", "vpn-openvpn does not exist"));
    }

    private ProbeResult look(String probe) {
        return new Probes().look(probe, ARGUMENTS, aws.hub());
    }

    private static String group(String desired, String lifecycle, String health) {
        return """
                <DescribeAutoScalingGroupsResult><AutoScalingGroups><member>
                <AutoScalingGroupName>vpn</AutoScalingGroupName><DesiredCapacity>%s</DesiredCapacity>
                <Instances><member><InstanceId>i-1</InstanceId><LifecycleState>%s</LifecycleState>
                <HealthStatus>%s</HealthStatus></member></Instances></member></AutoScalingGroups>
                </DescribeAutoScalingGroupsResult>""".formatted(desired, lifecycle, health);
    }

    private static String address(String instance) {
        return "<addressesSet><item><instanceId>" + instance + "</instanceId></item></addressesSet>";
    }

    private static String ports(String group, String protocol, String from, String to) {
        return """
                <securityGroupInfo><item><groupId>%s</groupId><ipPermissions><item><ipProtocol>%s</ipProtocol>
                <fromPort>%s</fromPort><toPort>%s</toPort></item></ipPermissions></item>
                </securityGroupInfo>""".formatted(group, protocol, from, to);
    }

    private static String alarm(String state) {
        return """
                <DescribeAlarmsResult><MetricAlarms><member><AlarmName>crl</AlarmName><StateValue>%s</StateValue></member>
                </MetricAlarms></DescribeAlarmsResult>""".formatted(state);
    }

    private static String stream(Instant last) {
        return "{\"logStreams\":[{\"lastIngestionTime\":" + last.toEpochMilli() + "}]}";
    }

    private static String logGroup(Instant made) {
        return "{\"logGroups\":[{\"logGroupName\":\"vpn-openvpn\",\"creationTime\":" + made.toEpochMilli() + "}]}";
    }

    private static String instance(String tokens) {
        return """
                <reservationSet><item><instancesSet><item><instanceId>i-1</instanceId><metadataOptions>
                <httpTokens>%s</httpTokens><httpEndpoint>enabled</httpEndpoint></metadataOptions></item></instancesSet></item>
                </reservationSet>""".formatted(tokens);
    }

    private static String volume(String encrypted) {
        return """
                <volumeSet><item><volumeId>vol-1</volumeId><encrypted>%s</encrypted><attachmentSet><item>
                <instanceId>i-1</instanceId></item></attachmentSet></item></volumeSet>""".formatted(encrypted);
    }
}
