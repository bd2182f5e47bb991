package dev.plumbline.journeys;

import static dev.plumbline.cli.local.LocalAccount.DEV;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.calls.Answer;
import dev.plumbline.accounts.calls.Call;
import dev.plumbline.accounts.calls.Calls;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.accounts.ledger.CaseStatus;
import dev.plumbline.accounts.ledger.FindingCase;
import dev.plumbline.accounts.ledger.FindingCase.Facts;
import dev.plumbline.failure.Stalled;
import dev.plumbline.tasks.playbooks.Playbook;
import dev.plumbline.tasks.playbooks.Playbooks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every playbook from a bad state, over the event in the member account, to the fix that was seen, and back again.
 * Under the very roles of the accounts, so that a permission that is missing shows.
 */
@ExtendWith(LocalDefault.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlaybookJourneyTest {

    private static final String CLOSED = "tcp 22 10.0.0.0/8; tcp 443 0.0.0.0/0";

    private final Journey journey;
    private final Findings findings;
    private Optional<ByHand> by = Optional.empty();

    PlaybookJourneyTest(Journey journey) {
        this.journey = journey;
        this.findings = new Findings(journey);
    }

    /**
     * A row of the table.
     *
     * @param playbook the playbook
     * @param event what is put on the bus of the account
     * @param resource what the case calls the resource
     * @param state what is looked at
     * @param bad how it is before
     * @param good how it is once it is fixed
     * @param back how it is once the fix was taken back
     */
    private record Row(
            String playbook,
            ObjectNode event,
            String resource,
            Supplier<String> state,
            String bad,
            String good,
            String back) {

        Row(String playbook, ObjectNode event, String resource, Supplier<String> state, String bad, String good) {
            this(playbook, event, resource, state, bad, good, bad);
        }
    }

    @BeforeAll
    void make() {
        journey.settle();
        by = Optional.of(ByHand.make(journey, DEV));
    }

    @AfterAll
    void remove() {
        by.ifPresent(ByHand::remove);
    }

    @Test
    void finding_onWhatNoStackOwns_isFixedExactlyAsShownVerifiedAndTakenBack() {
        List<Row> rows = rows(by.orElseThrow());
        SoftAssertions softly = new SoftAssertions();
        rows.forEach(
                row -> softly.assertThat(row.state().get()).as(row.playbook()).isEqualTo(row.bad()));
        softly.assertAll();
        journey.organization().emulator().forgetRequests();

        rows.forEach(row -> findings.send(DEV, row.event()));
        List<FindingCase> cases = rows.stream()
                .map(row -> findings.ended(row.resource(), row.playbook()))
                .toList();
        journey.settle();

        for (int row = 0; row < rows.size(); row++) {
            FindingCase ended = cases.get(row);
            softly.assertThat(ended.status())
                    .as(rows.get(row).playbook() + ": " + ended.text(Facts.REASON))
                    .isEqualTo(CaseStatus.FIXED);
            softly.assertThat(rows.get(row).state().get())
                    .as(rows.get(row).playbook())
                    .isEqualTo(rows.get(row).good());
        }
        softly.assertAll();
        softly.assertThat(findings.changes(DEV)).isEqualTo(shown(cases));
        refuseWhatOnlyOthersNeed(cases, softly);
        rows.forEach(
                row -> softly.assertThat(row.state().get()).as(row.playbook()).isEqualTo(row.good()));
        softly.assertAll();
        undo(rows, cases, softly);
        softly.assertAll();
    }

    /**
     * In the session in which one playbook works, each call that only others have made is refused for want of a
     * permission.
     */
    private void refuseWhatOnlyOthersNeed(List<FindingCase> cases, SoftAssertions softly) {
        List<Call> calls = cases.stream().flatMap(PlaybookJourneyTest::calls).toList();
        Set<String> refused = new TreeSet<>();
        try (RemediateRole role = RemediateRole.openTo(journey, DEV)) {
            for (Playbook playbook : new Playbooks().all()) {
                Calls session = role.as(playbook);
                calls.stream()
                        .filter(call -> !needs(playbook, call.operation()))
                        .forEach(call -> {
                            softly.assertThatThrownBy(() -> session.ask(call))
                                    .as(playbook.name() + " may not " + call.operation())
                                    .isInstanceOf(Stalled.class)
                                    .hasMessageContaining("The role may not do this");
                            refused.add(call.operation().permission());
                        });
            }
        }
        softly.assertThat(refused)
                .isEqualTo(calls.stream()
                        .map(call -> call.operation().permission())
                        .collect(toCollection(TreeSet::new)));
    }

    private static boolean needs(Playbook playbook, Operation operation) {
        return playbook.operations().stream()
                .anyMatch(own -> own.permission().equals(operation.permission())
                        || own.besides().contains(operation.permission()));
    }

    private static Stream<Call> calls(FindingCase of) {
        return Findings.read(of.text(Facts.STEPS))
                .path("steps")
                .valueStream()
                .map(step -> new Call(
                        Operation.valueOf(step.path("call").path("operation").asText()),
                        (ObjectNode) step.path("call").path("parameters")));
    }

    @Test
    void bruteForce_ofTwoAddresses_shutsBothOutForADayAndNoLonger() {
        ByHand made = by.orElseThrow();
        List<String> addresses = List.of("203.0.113.9", "198.51.100.7");

        addresses.forEach(address -> findings.send(DEV, bruteForce(made, address)));
        List<FindingCase> cases = addresses.stream()
                .map(address -> findings.ended(made.id("OpenGroup") + " from " + address, "open-ingress"))
                .toList();

        assertThat(cases)
                .allSatisfy(each ->
                        assertThat(each.status()).as(each.text(Facts.REASON)).isEqualTo(CaseStatus.FIXED));
        assertThat(rules(made, "OpenGroup", "ipPermissions")).isEqualTo(CLOSED);
        assertThat(shutOut(made)).containsExactlyInAnyOrder("203.0.113.9/32", "198.51.100.7/32");
        assertThat(journey.organization().emulator().running())
                .as("workflows that wait")
                .isEqualTo(2);

        journey.faults(Map.of("longestWait", 0.01));
        journey.settle();
        journey.faults(Map.of("longestWait", 0));

        assertThat(shutOut(made)).as("after the day").isEmpty();
        assertThat(rules(made, "OpenGroup", "ipPermissions")).isEqualTo(CLOSED);
        for (FindingCase each : cases) {
            journey.command("findings", "undo", each.id(), "--reason", "the test is over");
            findings.undone(each.id());
        }
        journey.settle();
    }

    private static ObjectNode bruteForce(ByHand made, String address) {
        ObjectNode event = Findings.found(
                DEV,
                "UnauthorizedAccess:EC2/SSHBruteForce",
                5,
                "{'resourceType':'Instance','instanceDetails':{'networkInterfaces':[{'subnetId':'" + made.id("Subnet")
                        + "','securityGroups':[{'groupId':'" + made.id("OpenGroup") + "'}]}]}}");
        event.withObject("/detail/service")
                .set(
                        "action",
                        Findings.read("{'networkConnectionAction':{'connectionDirection':'INBOUND','remoteIpDetails':"
                                + "{'ipAddressV4':'" + address + "'}}}"));
        return event;
    }

    /** The addresses that the network ACL of the subnet denies before anything else. */
    private static List<String> shutOut(ByHand made) {
        return made
                .look(
                        Operation.DESCRIBE_NETWORK_ACLS,
                        "{'Filter':[{'Name':'association.subnet-id','Value':['" + made.id("Subnet") + "']}]}")
                .items("networkAclSet")
                .getFirst()
                .items("entrySet")
                .stream()
                .filter(entry -> entry.text("ruleAction").equals("deny") && entry.number("ruleNumber") < 100)
                .map(entry -> entry.text("cidrBlock"))
                .toList();
    }

    private void undo(List<Row> rows, List<FindingCase> cases, SoftAssertions softly) {
        cases.forEach(
                ended -> softly.assertThat(journey.command("findings", "undo", ended.id(), "--reason", "it was wanted"))
                        .startsWith("0\n"));
        for (int row = 0; row < rows.size(); row++) {
            FindingCase undone = findings.undone(cases.get(row).id());
            softly.assertThat(undone.status())
                    .as(rows.get(row).playbook() + ": " + undone.text(Facts.REASON))
                    .isEqualTo(CaseStatus.UNDONE);
            softly.assertThat(rows.get(row).state().get())
                    .as(rows.get(row).playbook() + ", taken back")
                    .isEqualTo(rows.get(row).back());
        }
    }

    /** What the cases have shown that would be done: how often each call. */
    private static Map<String, Integer> shown(List<FindingCase> cases) {
        Map<String, Integer> shown = new TreeMap<>();
        for (FindingCase each : cases) {
            for (JsonNode step : Findings.read(each.text(Facts.STEPS)).path("steps")) {
                Operation operation =
                        Operation.valueOf(step.path("call").path("operation").asText());
                String permission = operation.permission();
                shown.merge(permission.substring(permission.indexOf(':') + 1), 1, Integer::sum);
            }
        }
        return shown;
    }

    private List<Row> rows(ByHand made) {
        String taken = made.instances().getFirst();
        String old = made.instances().getLast();
        return List.of(
                new Row(
                        "open-ingress",
                        Findings.broken(DEV, "restricted-ssh", "AWS::EC2::SecurityGroup", made.id("OpenGroup")),
                        made.id("OpenGroup"),
                        () -> rules(made, "OpenGroup", "ipPermissions"),
                        "tcp 22 0.0.0.0/0; tcp 22 10.0.0.0/8; tcp 443 0.0.0.0/0",
                        CLOSED),
                new Row(
                        "default-security-group",
                        Findings.broken(
                                DEV,
                                "vpc-default-security-group-closed",
                                "AWS::EC2::SecurityGroup",
                                made.id("DefaultGroup")),
                        made.id("DefaultGroup"),
                        () -> rules(made, "DefaultGroup", "ipPermissionsEgress"),
                        "-1  0.0.0.0/0",
                        ""),
                new Row(
                        "public-bucket",
                        Findings.found(
                                DEV,
                                "Policy:S3/BucketAnonymousAccessGranted",
                                8,
                                "{'resourceType':'S3Bucket','s3BucketDetails':[{'name':'by-hand-111111111111'}]}"),
                        "by-hand-111111111111",
                        () -> made.look(Operation.GET_BUCKET_BLOCK, "{'Bucket':'by-hand-111111111111'}")
                                .text("BlockPublicPolicy"),
                        "false",
                        "true"),
                new Row(
                        "public-bucket",
                        Findings.broken(
                                DEV,
                                "s3-access-point-public-access-blocks",
                                "AWS::S3::AccessPoint",
                                "arn:aws:s3:eu-west-1:111111111111:accesspoint/by-hand"),
                        "by-hand",
                        () -> Boolean.toString(made.look(Operation.GET_ACCESS_POINT_POLICY, "{'Name':'by-hand'}")
                                .has("Policy")),
                        "true",
                        "false"),
                new Row(
                        "flow-logs-missing",
                        Findings.broken(DEV, "vpc-flow-logs-enabled", "AWS::EC2::VPC", made.id("Vpc")),
                        made.id("Vpc"),
                        () -> count(made.look(
                                        Operation.DESCRIBE_FLOW_LOGS,
                                        "{'Filter':[{'Name':'resource-id','Value':['" + made.id("Vpc") + "']}]}")
                                .items("flowLogSet")),
                        "0",
                        "1"),
                new Row(
                        "trail-stopped",
                        Findings.broken(DEV, "cloud-trail-enabled", "AWS::CloudTrail::Trail", "by-hand"),
                        "by-hand",
                        () -> made.look(Operation.GET_TRAIL_STATUS, "{'Name':'by-hand'}")
                                .text("IsLogging"),
                        "false",
                        "true",
                        "true"),
                new Row(
                        "watch-switched-off",
                        Findings.broken(DEV, "guardduty-enabled-centralized", "AWS::::Account", DEV.id()),
                        "account " + DEV.id(),
                        () -> recording(made) + " " + detecting(made),
                        "false DISABLED",
                        "true ENABLED",
                        "true ENABLED"),
                new Row(
                        "metadata-version",
                        Findings.broken(DEV, "ec2-imdsv2-check", "AWS::EC2::Instance", old),
                        old,
                        () -> instance(made, old).at("metadataOptions").text("httpTokens"),
                        "optional",
                        "required"),
                new Row(
                        "exposed-database",
                        Findings.broken(
                                DEV,
                                "rds-instance-public-access-check",
                                "AWS::RDS::DBInstance",
                                database(made).text("DbiResourceId")),
                        database(made).text("DbiResourceId"),
                        () -> database(made).text("PubliclyAccessible") + " "
                                + database(made).text("BackupRetentionPeriod") + " "
                                + database(made).text("DeletionProtection"),
                        "true 0 false",
                        "false 7 true"),
                new Row(
                        "access-keys",
                        Findings.broken(DEV, "access-keys-rotated", "AWS::IAM::User", made.user("by-hand-neglectful")),
                        "old access keys of " + made.user("by-hand-neglectful"),
                        () -> key(made, "by-hand-neglectful"),
                        "Active",
                        "Inactive"),
                new Row(
                        "access-keys",
                        Findings.broken(
                                DEV, "iam-user-unused-credentials-check", "AWS::IAM::User", made.user("by-hand-gone")),
                        "unused access keys of " + made.user("by-hand-gone"),
                        () -> key(made, "by-hand-gone"),
                        "Active",
                        "Inactive"),
                new Row(
                        "access-keys",
                        Findings.found(
                                DEV,
                                "UnauthorizedAccess:IAMUser/MaliciousIPCaller",
                                8,
                                "{'resourceType':'AccessKey','accessKeyDetails':{'accessKeyId':'" + made.id("Key")
                                        + "','userType':'IAMUser','userName':'by-hand'}}"),
                        "access key " + made.id("Key") + " of by-hand",
                        () -> key(made, "by-hand"),
                        "Active",
                        "Inactive"),
                new Row(
                        "access-keys",
                        Findings.found(
                                DEV,
                                "CredentialAccess:IAMUser/AnomalousBehavior",
                                8,
                                "{'resourceType':'AccessKey','accessKeyDetails':{'accessKeyId':'ASIAABCDEFGHIJKLMNOP',"
                                        + "'userType':'AssumedRole','userName':'by-hand-role'}}"),
                        "by-hand-role",
                        () -> Boolean.toString(made.look(
                                        Operation.GET_ROLE_POLICY,
                                        "{'RoleName':'by-hand-role','PolicyName':'plumbline-revoke-older-sessions'}")
                                .has("PolicyDocument")),
                        "false",
                        "true"),
                new Row(
                        "compromised-instance",
                        Findings.found(
                                DEV,
                                "CryptoCurrency:EC2/BitcoinTool.B!DNS",
                                8,
                                "{'resourceType':'Instance','instanceDetails':{'instanceId':'" + taken + "'}}"),
                        taken,
                        () -> made.instances().contains(taken) + " " + grouped(made, taken) + " " + copies(made, taken),
                        "true [by-hand] 0",
                        "false [plumbline-isolated] 1",
                        "true [by-hand] 1"),
                new Row(
                        "exposed-cluster",
                        Findings.broken(DEV, "eks-endpoint-no-public-access", "AWS::EKS::Cluster", "by-hand"),
                        "by-hand",
                        () -> made.look(Operation.DESCRIBE_CLUSTER, "{'name':'by-hand'}")
                                .at("cluster")
                                .at("resourcesVpcConfig")
                                .text("endpointPublicAccess"),
                        "true",
                        "false"),
                new Row(
                        "account-defaults",
                        Findings.broken(DEV, "ec2-ebs-encryption-by-default", "AWS::::Account", DEV.id()),
                        "volumes of account " + DEV.id(),
                        () -> made.look(Operation.GET_EBS_ENCRYPTION, "{}").text("ebsEncryptionByDefault"),
                        "false",
                        "true"),
                new Row(
                        "account-defaults",
                        Findings.broken(DEV, "iam-password-policy", "AWS::::Account", DEV.id()),
                        "passwords of account " + DEV.id(),
                        () -> made.look(Operation.GET_PASSWORD_POLICY, "{}")
                                .at("PasswordPolicy")
                                .text("MinimumPasswordLength"),
                        "6",
                        "14"));
    }

    private static String key(ByHand made, String user) {
        return made.look(Operation.LIST_ACCESS_KEYS, "{'UserName':'" + user + "'}")
                .items("AccessKeyMetadata")
                .getFirst()
                .text("Status");
    }

    private static String rules(ByHand made, String group, String list) {
        List<String> rules = made
                .look(Operation.DESCRIBE_SECURITY_GROUPS, "{'GroupId':['" + made.id(group) + "']}")
                .items("securityGroupInfo")
                .getFirst()
                .items(list)
                .stream()
                .flatMap(rule -> rule.items("ipRanges").stream()
                        .map(range ->
                                rule.text("ipProtocol") + " " + rule.text("fromPort") + " " + range.text("cidrIp")))
                .sorted()
                .toList();
        return String.join("; ", rules);
    }

    private static String recording(ByHand made) {
        return made.look(Operation.DESCRIBE_RECORDER_STATUS, "{}")
                .items("ConfigurationRecordersStatus")
                .getFirst()
                .text("recording");
    }

    private static String detecting(ByHand made) {
        String id =
                made.look(Operation.LIST_DETECTORS, "{}").texts("detectorIds").getFirst();
        return made.look(Operation.GET_DETECTOR, "{'detectorId':'" + id + "'}").text("status");
    }

    private static Answer database(ByHand made) {
        return made.look(Operation.DESCRIBE_DB_INSTANCES, "{'DBInstanceIdentifier':'by-hand'}")
                .items("DBInstances")
                .getFirst();
    }

    private static Answer instance(ByHand made, String id) {
        return made.look(Operation.DESCRIBE_INSTANCES, "{'InstanceId':['" + id + "']}")
                .items("reservationSet")
                .getFirst()
                .items("instancesSet")
                .getFirst();
    }

    private static List<String> grouped(ByHand made, String instance) {
        return instance(made, instance).items("networkInterfaceSet").getFirst().items("groupSet").stream()
                .map(group -> group.text("groupName"))
                .toList();
    }

    private static String copies(ByHand made, String instance) {
        String volume = instance(made, instance)
                .items("blockDeviceMapping")
                .getFirst()
                .at("ebs")
                .text("volumeId");
        return count(
                made.look(Operation.DESCRIBE_SNAPSHOTS, "{'Filter':[{'Name':'volume-id','Value':['" + volume + "']}]}")
                        .items("snapshotSet"));
    }

    private static String count(List<Answer> found) {
        return Integer.toString(found.size());
    }
}
