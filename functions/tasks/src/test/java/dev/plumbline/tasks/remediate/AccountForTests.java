package dev.plumbline.tasks.remediate;

import static java.util.stream.Collectors.joining;

import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubRequest;
import dev.plumbline.tasks.HubForTests;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What playbooks see of an account, in the words of the services' API references: a handful of switches that calls set
 * and describe. Remembers the calls that changed something.
 */
final class AccountForTests {

    static final String GROUP = "sg-0123456789abcdef0";
    static final String VPC = "vpc-0123456789abcdef0";
    static final String SUBNET = "subnet-0123456789abcdef0";
    static final String INSTANCE = "i-0123456789abcdef0";
    static final String ISOLATED = "sg-0fedcba9876543210";

    final Map<String, String> state = new TreeMap<>();
    final List<String> changes = new ArrayList<>();

    AccountForTests(HubForTests hub) {
        network(hub);
        servers(hub);
        storage(hub);
        people(hub);
        watch(hub);
        hub.answers("DescribeStackResources", request -> stack());
        hub.answers("ListStackResources", request -> rest(request));
    }

    boolean is(String key, String value) {
        return state.getOrDefault(key, "").equals(value);
    }

    private StubAnswer stack() {
        String owner = state.getOrDefault("owner", "");
        if (owner.isEmpty()) {
            return StubAnswer.xmlError(400, "ValidationError", "Stack for it does not exist");
        }
        String first = is("behind", "true")
                ? others(owner, "First", 100)
                : "<member><StackName>" + owner + "</StackName>" + thing() + "</member>";
        return StubAnswer.result("DescribeStackResources", "<StackResources>" + first + "</StackResources>");
    }

    private StubAnswer rest(StubRequest request) {
        boolean last = field(request, "NextToken").equals("second");
        String members = last ? "<member>" + thing() + "</member>" : others("", "First", 100);
        return StubAnswer.result(
                "ListStackResources",
                "<StackResourceSummaries>" + members + "</StackResourceSummaries>"
                        + (last ? "" : "<NextToken>second</NextToken>"));
    }

    private String thing() {
        return "<LogicalResourceId>Thing</LogicalResourceId><PhysicalResourceId>" + state.getOrDefault("owned", "")
                + "</PhysicalResourceId>";
    }

    private static String others(String stack, String prefix, int number) {
        String named = stack.isEmpty() ? "" : "<StackName>" + stack + "</StackName>";
        return IntStream.range(0, number)
                .mapToObj(each -> "<member>" + named + "<LogicalResourceId>" + prefix + each
                        + "</LogicalResourceId><PhysicalResourceId>other-" + each + "</PhysicalResourceId></member>")
                .collect(joining());
    }

    private void network(HubForTests hub) {
        hub.answers("DescribeSecurityGroups", request -> groups(request));
        hub.answers("RevokeSecurityGroupIngress", request -> set(request, "ingress", "closed"));
        hub.answers("AuthorizeSecurityGroupIngress", request -> set(request, "ingress", "open"));
        hub.answers("RevokeSecurityGroupEgress", request -> set(request, "egress", "closed"));
        hub.answers("AuthorizeSecurityGroupEgress", request -> set(request, "egress", "open"));
        hub.answers("DescribeNetworkAcls", request -> acls(request));
        hub.answers("CreateNetworkAclEntry", request -> {
            state.put("acl-number", field(request, "RuleNumber"));
            state.put("acl-ports", request.form().getOrDefault("PortRange.From", ""));
            return set(request, "acl", field(request, "CidrBlock"));
        });
        hub.answers("DeleteNetworkAclEntry", request -> set(request, "acl", ""));
        hub.answers(
                "DescribeVpcs",
                request -> StubAnswer.ok(
                        "<R><vpcSet><item><vpcId>" + VPC + "</vpcId><cidrBlock>10.10.0.0/16</cidrBlock>"
                                + "<cidrBlockAssociationSet><item><cidrBlock>10.10.0.0/16</cidrBlock></item><item><cidrBlock>"
                                + state.getOrDefault("vpc-block", "10.11.0.0/16")
                                + "</cidrBlock></item></cidrBlockAssociationSet>"
                                + "<tagSet><item><key>Name</key><value>dev</value></item></tagSet></item></vpcSet></R>"));
        hub.answers("DescribeAddresses", request -> addresses(request));
        hub.answers("DescribeFlowLogs", request -> flowLogs());
        hub.answers("CreateFlowLogs", request -> {
            set(request, "flow-log", field(request, "LogGroupName"));
            return StubAnswer.ok("<R><flowLogIdSet><item>fl-1</item></flowLogIdSet></R>");
        });
        hub.answers("DeleteFlowLogs", request -> set(request, "flow-log", ""));
    }

    private StubAnswer groups(StubRequest request) {
        boolean isolation = "plumbline-isolated".equals(field(request, "Filter.1.Value.1"));
        if (isolation && !is("isolation", "made")) {
            return StubAnswer.ok("<R><securityGroupInfo/></R>");
        }
        String id = isolation ? ISOLATED : GROUP;
        boolean ingress = !isolation && is("ingress", "open");
        boolean egress = is("egress", "open");
        return StubAnswer.ok("<R><securityGroupInfo><item><groupId>" + id + "</groupId><groupName>"
                + state.getOrDefault("group-name", "web") + "</groupName><tagSet>" + tags() + "</tagSet><ipPermissions>"
                + (ingress ? state.getOrDefault("rule", RULE) : "") + "</ipPermissions><ipPermissionsEgress>"
                + (egress ? ALL : "")
                + "</ipPermissionsEgress></item></securityGroupInfo></R>");
    }

    private static final String RULE =
            "<item><ipProtocol>tcp</ipProtocol><fromPort>22</fromPort><toPort>22</toPort><ipRanges><item><cidrIp>0.0.0.0/0"
                    + "</cidrIp></item><item><cidrIp>10.0.0.0/8</cidrIp></item></ipRanges></item>";
    private static final String ALL =
            "<item><ipProtocol>-1</ipProtocol><ipRanges><item><cidrIp>0.0.0.0/0</cidrIp></item></ipRanges></item>";

    private String tags() {
        String owner = state.getOrDefault("owner", "");
        return owner.isEmpty()
                ? ""
                : "<item><key>aws:cloudformation:stack-name</key><value>" + owner + "</value></item>"
                        + "<item><key>aws:cloudformation:logical-id</key><value>Group</value></item>";
    }

    private StubAnswer acls(StubRequest request) {
        String cidr = state.getOrDefault("acl", "");
        boolean asked = request.form().containsKey("Filter.2.Name");
        String number = state.getOrDefault("acl-number", "1");
        if (asked && (cidr.isEmpty() || !number.equals(field(request, "Filter.3.Value.1")))) {
            return StubAnswer.ok("<R><networkAclSet/></R>");
        }
        String denial = cidr.isEmpty()
                ? ""
                : "<item><ruleNumber>" + number
                        + "</ruleNumber><ruleAction>deny</ruleAction><egress>false</egress><cidrBlock>" + cidr
                        + "</cidrBlock>" + ports() + "</item>";
        return StubAnswer.ok("<R><networkAclSet><item><networkAclId>acl-1</networkAclId><vpcId>" + VPC
                + "</vpcId><entrySet>" + denial
                + "<item><ruleNumber>100</ruleNumber><ruleAction>allow</ruleAction><egress>false</egress>"
                + "<cidrBlock>0.0.0.0/0</cidrBlock></item></entrySet></item></networkAclSet></R>");
    }

    private String ports() {
        String port = state.getOrDefault("acl-ports", "");
        return port.isEmpty()
                ? "<protocol>-1</protocol>"
                : "<protocol>6</protocol><portRange><from>" + port + "</from><to>" + port + "</to></portRange>";
    }

    private StubAnswer addresses(StubRequest request) {
        String ours = state.getOrDefault("elastic-address", "");
        boolean asked = !ours.isEmpty() && ours.equals(field(request, "Filter.1.Value.1"));
        return StubAnswer.ok(
                asked
                        ? "<R><addressesSet><item><publicIp>" + ours + "</publicIp></item></addressesSet></R>"
                        : "<R><addressesSet/></R>");
    }

    private StubAnswer flowLogs() {
        String group = state.getOrDefault("flow-log", "");
        return StubAnswer.ok(
                group.isEmpty()
                        ? "<R><flowLogSet/></R>"
                        : "<R><flowLogSet><item><flowLogId>fl-1</flowLogId><flowLogStatus>ACTIVE</flowLogStatus>"
                                + "</item></flowLogSet></R>");
    }

    private void servers(HubForTests hub) {
        hub.answers("DescribeInstances", request -> instances());
        hub.answers("ModifyInstanceMetadataOptions", request -> set(request, "tokens", field(request, "HttpTokens")));
        hub.answers(
                "DescribeSnapshots",
                request -> StubAnswer.ok(
                        is("snapshot", "made")
                                ? "<R><snapshotSet><item><snapshotId>snap-1</snapshotId></item></snapshotSet></R>"
                                : "<R><snapshotSet/></R>"));
        hub.answers("CreateSnapshot", request -> {
            set(request, "snapshot", "made");
            return StubAnswer.ok("<R><snapshotId>snap-1</snapshotId></R>");
        });
        hub.answers("CreateTags", request -> set(request, "tag", field(request, "Tag.1.Value")));
        hub.answers("DeleteTags", request -> set(request, "tag", ""));
        hub.answers(
                "DescribeAutoScalingInstances",
                request -> StubAnswer.result(
                        "DescribeAutoScalingInstances",
                        is("member", "web")
                                ? "<AutoScalingInstances><member><InstanceId>" + INSTANCE
                                        + "</InstanceId><AutoScalingGroupName>web"
                                        + "</AutoScalingGroupName><LifecycleState>InService</LifecycleState></member></AutoScalingInstances>"
                                : "<AutoScalingInstances/>"));
        hub.answers("DetachInstances", request -> set(request, "member", ""));
        hub.answers("AttachInstances", request -> set(request, "member", "web"));
        hub.answers("CreateSecurityGroup", request -> {
            set(request, "isolation", "made");
            state.put("egress", "open");
            return StubAnswer.ok("<R><groupId>" + ISOLATED + "</groupId></R>");
        });
        hub.answers(
                "ModifyNetworkInterfaceAttribute",
                request -> set(request, "card", field(request, "SecurityGroupId.1")));
        hub.answers("DescribeDBInstances", request -> databases());
        hub.answers("ModifyDBInstance", request -> modify(request));
        hub.answers(
                "GET /clusters/blue",
                request -> StubAnswer.ok(
                        "{\"cluster\":{\"name\":\"blue\",\"status\":\"ACTIVE\",\"resourcesVpcConfig\":{\"endpointPublicAccess\":"
                                + is("api", "public")
                                + ",\"endpointPrivateAccess\":false,\"publicAccessCidrs\":[\"0.0.0.0/0\"]}}}"));
        hub.answers("POST /clusters/blue/update-config", request -> {
            boolean open = request.json()
                    .at("/resourcesVpcConfig/endpointPublicAccess")
                    .asBoolean();
            set(request, "api", open ? "public" : "private");
            return StubAnswer.ok("{}");
        });
    }

    private StubAnswer instances() {
        String tag = state.getOrDefault("tag", "");
        return StubAnswer.ok("<R><reservationSet><item><instancesSet><item><instanceId>" + INSTANCE
                + "</instanceId><vpcId>"
                + VPC + "</vpcId><instanceState><name>running</name></instanceState><metadataOptions><httpTokens>"
                + state.getOrDefault("tokens", "optional")
                + "</httpTokens><httpEndpoint>enabled</httpEndpoint></metadataOptions>"
                + "<blockDeviceMapping><item><ebs><volumeId>vol-1</volumeId></ebs></item></blockDeviceMapping>"
                + "<networkInterfaceSet><item><networkInterfaceId>eni-1</networkInterfaceId><groupSet><item><groupId>"
                + state.getOrDefault("card", GROUP)
                + "</groupId></item></groupSet></item></networkInterfaceSet><tagSet>"
                + (tag.isEmpty() ? "" : "<item><key>plumbline-case</key><value>" + tag + "</value></item>")
                + "</tagSet></item></instancesSet></item></reservationSet></R>");
    }

    private StubAnswer databases() {
        return StubAnswer.result(
                "DescribeDBInstances",
                "<DBInstances><DBInstance><DBInstanceIdentifier>orders</DBInstanceIdentifier>"
                        + "<DbiResourceId>db-ABCDEFGHIJKLMNOP</DbiResourceId><DBInstanceStatus>available"
                        + "</DBInstanceStatus><PubliclyAccessible>" + state.getOrDefault("public", "false")
                        + "</PubliclyAccessible><BackupRetentionPeriod>" + state.getOrDefault("backups", "0")
                        + "</BackupRetentionPeriod><DeletionProtection>" + state.getOrDefault("protected", "false")
                        + "</DeletionProtection></DBInstance></DBInstances>");
    }

    private StubAnswer modify(StubRequest request) {
        Map.of("PubliclyAccessible", "public", "BackupRetentionPeriod", "backups", "DeletionProtection", "protected")
                .forEach((parameter, key) -> {
                    if (request.form().containsKey(parameter)) {
                        set(request, key, request.form().get(parameter));
                    }
                });
        return StubAnswer.result("ModifyDBInstance", "");
    }

    private void storage(HubForTests hub) {
        hub.answers("GET /files", request -> {
            if (request.http().rawQueryParameters().containsKey("location")) {
                return StubAnswer.ok("<LocationConstraint>eu-west-1</LocationConstraint>");
            }
            return is("block", "true")
                    ? StubAnswer.ok(
                            "<B><BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls>"
                                    + "<BlockPublicPolicy>true</BlockPublicPolicy><RestrictPublicBuckets>true"
                                    + "</RestrictPublicBuckets></B>")
                    : StubAnswer.objectError(404, "NoSuchPublicAccessBlockConfiguration");
        });
        hub.answers("PUT /files", request -> set(request, "block", "true"));
        hub.answers("DELETE /files", request -> set(request, "block", ""));
        hub.answers(
                "GetEbsEncryptionByDefault",
                request -> StubAnswer.ok("<R><ebsEncryptionByDefault>" + state.getOrDefault("ebs", "false")
                        + "</ebsEncryptionByDefault></R>"));
        hub.answers("EnableEbsEncryptionByDefault", request -> set(request, "ebs", "true"));
        hub.answers("DisableEbsEncryptionByDefault", request -> set(request, "ebs", "false"));
    }

    private void people(HubForTests hub) {
        hub.answers(
                "ListUsers",
                request -> StubAnswer.result(
                        "ListUsers",
                        "<Users><member><UserId>AIDAABCDEFGHIJKLMNOP</UserId><UserName>ada</UserName></member></Users>"));
        hub.answers(
                "ListAccessKeys",
                request -> StubAnswer.result(
                        "ListAccessKeys",
                        "<AccessKeyMetadata><member><AccessKeyId>AKIAABCDEFGHIJKLMNOP</AccessKeyId><Status>"
                                + state.getOrDefault("key", "Active")
                                + "</Status><CreateDate>2020-01-01T00:00:00Z</CreateDate></member></AccessKeyMetadata>"));
        hub.answers(
                "GetAccessKeyLastUsed",
                request -> StubAnswer.result(
                        "GetAccessKeyLastUsed",
                        "<AccessKeyLastUsed><LastUsedDate>2020-02-01T00:00:00Z</LastUsedDate></AccessKeyLastUsed>"));
        hub.answers("UpdateAccessKey", request -> set(request, "key", field(request, "Status")));
        hub.answers(
                "GetRolePolicy",
                request -> is("denial", "")
                        ? StubAnswer.xmlError(404, "NoSuchEntity", "no policy")
                        : StubAnswer.result(
                                "GetRolePolicy", "<PolicyDocument>" + state.get("denial") + "</PolicyDocument>"));
        hub.answers("PutRolePolicy", request -> set(request, "denial", field(request, "PolicyDocument")));
        hub.answers("DeleteRolePolicy", request -> set(request, "denial", ""));
        hub.answers(
                "GetAccountPasswordPolicy",
                request -> is("passwords", "")
                        ? StubAnswer.xmlError(404, "NoSuchEntity", "no policy")
                        : StubAnswer.result(
                                "GetAccountPasswordPolicy",
                                "<PasswordPolicy>" + state.get("passwords") + "</PasswordPolicy>"));
        hub.answers("UpdateAccountPasswordPolicy", request -> {
            StringBuilder policy = new StringBuilder();
            request.form().forEach((name, value) -> {
                if (!name.equals("Action") && !name.equals("Version")) {
                    policy.append('<')
                            .append(name)
                            .append('>')
                            .append(value)
                            .append("</")
                            .append(name)
                            .append('>');
                }
            });
            return set(request, "passwords", policy.toString());
        });
        hub.answers("DeleteAccountPasswordPolicy", request -> set(request, "passwords", ""));
    }

    private void watch(HubForTests hub) {
        hub.answers(
                "GetTrail",
                request -> StubAnswer.ok("{\"Trail\":{\"Name\":\"main\",\"LogFileValidationEnabled\":"
                        + is("validation", "true") + "}}"));
        hub.answers("GetTrailStatus", request -> StubAnswer.ok("{\"IsLogging\":" + is("logging", "true") + "}"));
        hub.answers("StartLogging", request -> set(request, "logging", "true"));
        hub.answers("UpdateTrail", request -> set(request, "validation", "true"));
        hub.answers(
                "GET /detector",
                request -> StubAnswer.ok(is("detector", "") ? "{\"detectorIds\":[]}" : "{\"detectorIds\":[\"d1\"]}"));
        hub.answers("GET /detector/d1", request -> StubAnswer.ok("{\"status\":\"" + state.get("detector") + "\"}"));
        hub.answers("POST /detector", request -> set(request, "detector", "ENABLED"));
        hub.answers("POST /detector/d1", request -> set(request, "detector", "ENABLED"));
        hub.answers(
                "DescribeConfigurationRecorderStatus",
                request -> StubAnswer.ok("{\"ConfigurationRecordersStatus\":[{\"name\":\"default\",\"recording\":"
                        + is("recording", "true") + "}]}"));
        hub.answers("StartConfigurationRecorder", request -> set(request, "recording", "true"));
    }

    private static String field(StubRequest request, String name) {
        return request.form().getOrDefault(name, "");
    }

    private StubAnswer set(StubRequest request, String key, String value) {
        state.put(key, value);
        changes.add(request.action());
        String action = field(request, "Action");
        if (!action.isEmpty()) {
            return StubAnswer.ok("<" + action + "Response><" + action + "Result/></" + action + "Response>");
        }
        return StubAnswer.ok(
                request.body().startsWith("<") || request.http().encodedPath().equals("/files") ? "" : "{}");
    }
}
