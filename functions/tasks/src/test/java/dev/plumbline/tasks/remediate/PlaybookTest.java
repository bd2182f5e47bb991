package dev.plumbline.tasks.remediate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.accounts.ledger.CaseStatus;
import dev.plumbline.accounts.ledger.FindingCase;
import dev.plumbline.accounts.ledger.FindingCase.Facts;
import dev.plumbline.tasks.playbooks.Playbook;
import dev.plumbline.tasks.playbooks.Playbooks;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each playbook from a bad state to the verified fix, and back; killed before or after a request: after a seeded sample
 * of them, and with {@code mvn verify -Pcampaign} after each.
 */
class PlaybookTest {

    private static final int SAMPLE = 3;
    private static final long SEED = 20261126;

    /**
     * A row.
     *
     * @param playbook the playbook's name
     * @param event the event, with single quotes
     * @param bad what is wrong before
     * @param good what is so afterwards
     * @param reversible whether undoing leads back to what was wrong
     */
    record Row(String playbook, String event, Map<String, String> bad, Map<String, String> good, boolean reversible) {

        @Override
        public String toString() {
            return playbook + " " + bad.keySet();
        }
    }

    static Stream<Row> rows() {
        return Stream.of(
                new Row(
                        "open-ingress",
                        config("restricted-ssh", "AWS::EC2::SecurityGroup", AccountForTests.GROUP),
                        Map.of("ingress", "open"),
                        Map.of("ingress", "closed"),
                        true),
                new Row(
                        "open-ingress",
                        guardDuty(
                                "UnauthorizedAccess:EC2/SSHBruteForce",
                                "{'resourceType':'Instance','instanceDetails':{'instanceId':'"
                                        + AccountForTests.INSTANCE
                                        + "','networkInterfaces':[{'subnetId':'" + AccountForTests.SUBNET
                                        + "','securityGroups':[{'groupId':'" + AccountForTests.GROUP + "'}]}]}}",
                                "{'networkConnectionAction':{'connectionDirection':'INBOUND','protocol':'TCP','localPortDetails':"
                                        + "{'port':22,'portName':'SSH'},'remoteIpDetails':{'ipAddressV4':'198.51.100.7'}}}"),
                        Map.of("ingress", "open", "acl", ""),
                        Map.of("ingress", "closed", "acl", "198.51.100.7/32", "acl-ports", "22"),
                        true),
                new Row(
                        "default-security-group",
                        config("vpc-default-security-group-closed", "AWS::EC2::SecurityGroup", AccountForTests.GROUP),
                        Map.of("ingress", "open", "egress", "open", "group-name", "default"),
                        Map.of("ingress", "closed", "egress", "closed"),
                        true),
                new Row(
                        "public-bucket",
                        guardDuty(
                                "Policy:S3/BucketAnonymousAccessGranted",
                                "{'resourceType':'S3Bucket','s3BucketDetails':[{'name':'files'}]}",
                                "{}"),
                        Map.of("block", ""),
                        Map.of("block", "true"),
                        true),
                new Row(
                        "flow-logs-missing",
                        config("securityhub-vpc-flow-logs-enabled-0a1b2c3d", "AWS::EC2::VPC", AccountForTests.VPC),
                        Map.of("flow-log", ""),
                        Map.of("flow-log", "dev-vpc-flow-logs"),
                        true),
                new Row(
                        "trail-stopped",
                        config("cloud-trail-log-file-validation-enabled", "AWS::CloudTrail::Trail", "main"),
                        Map.of("logging", "false", "validation", "false"),
                        Map.of("logging", "true", "validation", "true"),
                        false),
                new Row(
                        "watch-switched-off",
                        config("guardduty-enabled-centralized", "AWS::::Account", "111111111111"),
                        Map.of("detector", "", "recording", "false"),
                        Map.of("detector", "ENABLED", "recording", "true"),
                        false),
                new Row(
                        "metadata-version",
                        config("ec2-imdsv2-check", "AWS::EC2::Instance", AccountForTests.INSTANCE),
                        Map.of("tokens", "optional"),
                        Map.of("tokens", "required"),
                        true),
                new Row(
                        "exposed-database",
                        config("rds-instance-public-access-check", "AWS::RDS::DBInstance", "db-ABCDEFGHIJKLMNOP"),
                        Map.of("public", "true", "backups", "0", "protected", "false"),
                        Map.of("public", "false", "backups", "7", "protected", "true"),
                        true),
                new Row(
                        "access-keys",
                        config("access-keys-rotated", "AWS::IAM::User", "AIDAABCDEFGHIJKLMNOP"),
                        Map.of("key", "Active"),
                        Map.of("key", "Inactive"),
                        true),
                new Row(
                        "access-keys",
                        guardDuty(
                                "UnauthorizedAccess:IAMUser/MaliciousIPCaller",
                                "{'resourceType':'AccessKey','accessKeyDetails':{'accessKeyId':'AKIAABCDEFGHIJKLMNOP',"
                                        + "'userType':'IAMUser','userName':'ada'}}",
                                "{}"),
                        Map.of("key", "Active"),
                        Map.of("key", "Inactive"),
                        true),
                new Row(
                        "compromised-instance",
                        guardDuty(
                                "CryptoCurrency:EC2/BitcoinTool.B!DNS",
                                "{'resourceType':'Instance','instanceDetails':{'instanceId':'"
                                        + AccountForTests.INSTANCE + "'}}",
                                "{}"),
                        Map.of("member", "web", "card", AccountForTests.GROUP, "tag", ""),
                        Map.of("member", "", "card", AccountForTests.ISOLATED, "snapshot", "made", "egress", "closed"),
                        true),
                new Row(
                        "exposed-cluster",
                        config("eks-endpoint-no-public-access", "AWS::EKS::Cluster", "blue"),
                        Map.of("api", "public"),
                        Map.of("api", "private"),
                        true),
                new Row(
                        "account-defaults",
                        config("iam-password-policy", "AWS::::Account", "111111111111"),
                        Map.of("passwords", ""),
                        Map.of(),
                        true),
                new Row(
                        "account-defaults",
                        config("ec2-ebs-encryption-by-default", "AWS::::Account", "111111111111"),
                        Map.of("ebs", "false"),
                        Map.of("ebs", "true"),
                        true));
    }

    static String config(String rule, String type, String id) {
        return "{'source':'aws.config','account':'111111111111','region':'eu-west-1','time':'2026-11-24T11:59:00Z',"
                + "'detail-type':'Config Rules Compliance Change','detail':{'awsAccountId':'111111111111','configRuleName':'"
                + rule + "','resourceType':'" + type + "','resourceId':'" + id
                + "','newEvaluationResult':{'complianceType':'NON_COMPLIANT'}}}";
    }

    static String guardDuty(String type, String resource, String action) {
        return "{'source':'aws.guardduty','account':'111111111111','region':'eu-west-1','time':'2026-11-24T11:59:00Z',"
                + "'detail-type':'GuardDuty Finding','detail':{'accountId':'111111111111','region':'eu-west-1','id':'f1','type':'"
                + type + "','severity':8,'title':'It is so','resource':" + resource + ",'service':{'action':" + action
                + "}}}";
    }

    @Test
    void rows_always_coverEveryPlaybook() {
        assertThat(rows().map(Row::playbook).distinct())
                .containsExactlyElementsOf(
                        new Playbooks().all().stream().map(Playbook::name).toList());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void finding_onAnUnownedResource_isFixedAsShownVerifiedAndTakenBack(Row row) {
        WorkflowForTests workflow = new WorkflowForTests();
        workflow.account.state.putAll(row.bad());

        FindingCase fixed = workflow.handle("one", row.event());

        assertThat(fixed.status()).as(fixed.text(Facts.REASON)).isEqualTo(CaseStatus.FIXED);
        assertThat(fixed.playbook()).isEqualTo(row.playbook());
        assertThat(workflow.account.state).containsAllEntriesOf(row.good());
        assertThat(workflow.account.changes).isEqualTo(shown(fixed));
        assertThat(workflow.hub.published()).hasSize(1);
        if (row.reversible()) {
            FindingCase undone = workflow.undone(fixed.id());
            assertThat(undone.status()).isEqualTo(CaseStatus.UNDONE);
            assertThat(workflow.account.state).containsAllEntriesOf(row.bad());
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void finding_killedAtAnyRequest_isFixedAllTheSameAndChangesNothingTwice(Row row) {
        WorkflowForTests undisturbed = new WorkflowForTests();
        undisturbed.account.state.putAll(row.bad());
        int before = undisturbed.hub.aws().requests().size();
        undisturbed.handle("one", row.event());
        int requests = undisturbed.hub.aws().requests().size() - before;

        for (int request : chosen(requests)) {
            killed(row, undisturbed, request, false);
            killed(row, undisturbed, request, true);
        }
    }

    private static List<Integer> chosen(int requests) {
        IntStream all = IntStream.rangeClosed(1, requests);
        return Boolean.getBoolean("plumbline.campaign")
                ? all.boxed().toList()
                : new Random(SEED)
                        .ints(1, requests + 1)
                        .distinct()
                        .limit(SAMPLE)
                        .boxed()
                        .toList();
    }

    private static void killed(Row row, WorkflowForTests undisturbed, int request, boolean afterwards) {
        WorkflowForTests workflow = new WorkflowForTests();
        workflow.account.state.putAll(row.bad());
        workflow.hub.killAt(request, afterwards);

        FindingCase fixed = workflow.handle("one", row.event());

        String where = row + ", killed at request " + request + (afterwards ? ", afterwards" : "");
        assertThat(fixed.status()).as(where + ": " + fixed.text(Facts.REASON)).isEqualTo(CaseStatus.FIXED);
        assertThat(workflow.account.state).as(where).isEqualTo(undisturbed.account.state);
        assertThat(fixed.count()).as(where).isEqualTo(1);
    }

    private static List<String> shown(FindingCase fixed) {
        Map<String, String> rest = new TreeMap<>(Map.of(
                "PUT_BUCKET_BLOCK", "PUT /files",
                "UPDATE_CLUSTER", "POST /clusters/blue/update-config",
                "CREATE_DETECTOR", "POST /detector"));
        return StreamSupport.stream(
                        WorkflowForTests.json(fixed.text(Facts.STEPS))
                                .path("steps")
                                .spliterator(),
                        false)
                .map(step -> step.at("/call/operation").asText())
                .map(name -> rest.getOrDefault(name, action(name)))
                .toList();
    }

    private static String action(String operation) {
        return Arrays.stream(Operation.values())
                .filter(each -> each.name().equals(operation))
                .map(each -> each.action())
                .findFirst()
                .orElseThrow();
    }
}
