package dev.plumbline.journeys;

import static dev.plumbline.cli.local.LocalAccount.DEV;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.calls.Answer;
import dev.plumbline.accounts.calls.Operation;
import java.util.List;
import java.util.function.Supplier;

/** What each playbook is tried on: a bad state that was made by hand, and how it is afterwards. */
final class PlaybookTable {

    /** What is left of the rules of the group that SSH reached from anywhere. */
    static final String CLOSED = "tcp 22 10.0.0.0/8; tcp 443 0.0.0.0/0";

    private final ByHand made;

    PlaybookTable(ByHand made) {
        this.made = made;
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
    record Row(
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

    /** Returns the table; each playbook has a row at least, and what is looked at is looked up when it is asked for. */
    List<Row> rows() {
        String taken = made.instances().getFirst();
        String old = made.instances().getLast();
        return List.of(
                new Row(
                        "open-ingress",
                        Findings.broken(DEV, "restricted-ssh", "AWS::EC2::SecurityGroup", made.id("OpenGroup")),
                        made.id("OpenGroup"),
                        () -> rules("OpenGroup", "ipPermissions"),
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
                        () -> rules("DefaultGroup", "ipPermissionsEgress"),
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
                        () -> recording() + " " + detecting(),
                        "false DISABLED",
                        "true ENABLED",
                        "true ENABLED"),
                new Row(
                        "metadata-version",
                        Findings.broken(DEV, "ec2-imdsv2-check", "AWS::EC2::Instance", old),
                        old,
                        () -> instance(old).at("metadataOptions").text("httpTokens"),
                        "optional",
                        "required"),
                new Row(
                        "exposed-database",
                        Findings.broken(
                                DEV,
                                "rds-instance-public-access-check",
                                "AWS::RDS::DBInstance",
                                database().text("DbiResourceId")),
                        database().text("DbiResourceId"),
                        () -> database().text("PubliclyAccessible") + " "
                                + database().text("BackupRetentionPeriod") + " "
                                + database().text("DeletionProtection"),
                        "true 0 false",
                        "false 7 true"),
                new Row(
                        "access-keys",
                        Findings.broken(DEV, "access-keys-rotated", "AWS::IAM::User", made.user("by-hand-neglectful")),
                        "old access keys of " + made.user("by-hand-neglectful"),
                        () -> key("by-hand-neglectful"),
                        "Active",
                        "Inactive"),
                new Row(
                        "access-keys",
                        Findings.broken(
                                DEV, "iam-user-unused-credentials-check", "AWS::IAM::User", made.user("by-hand-gone")),
                        "unused access keys of " + made.user("by-hand-gone"),
                        () -> key("by-hand-gone"),
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
                        () -> key("by-hand"),
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
                        () -> made.instances().contains(taken) + " " + grouped(taken) + " " + copies(taken),
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

    private String key(String user) {
        return made.look(Operation.LIST_ACCESS_KEYS, "{'UserName':'" + user + "'}")
                .items("AccessKeyMetadata")
                .getFirst()
                .text("Status");
    }

    /** Returns the rules of a security group that was made by hand, of one of its two lists. */
    String rules(String group, String list) {
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

    private String recording() {
        return made.look(Operation.DESCRIBE_RECORDER_STATUS, "{}")
                .items("ConfigurationRecordersStatus")
                .getFirst()
                .text("recording");
    }

    private String detecting() {
        String id =
                made.look(Operation.LIST_DETECTORS, "{}").texts("detectorIds").getFirst();
        return made.look(Operation.GET_DETECTOR, "{'detectorId':'" + id + "'}").text("status");
    }

    private Answer database() {
        return made.look(Operation.DESCRIBE_DB_INSTANCES, "{'DBInstanceIdentifier':'by-hand'}")
                .items("DBInstances")
                .getFirst();
    }

    private Answer instance(String id) {
        return made.look(Operation.DESCRIBE_INSTANCES, "{'InstanceId':['" + id + "']}")
                .items("reservationSet")
                .getFirst()
                .items("instancesSet")
                .getFirst();
    }

    private List<String> grouped(String instance) {
        return instance(instance).items("networkInterfaceSet").getFirst().items("groupSet").stream()
                .map(group -> group.text("groupName"))
                .toList();
    }

    private String copies(String instance) {
        String volume = instance(instance)
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
