package dev.plumbline.accounts.calls;

import static dev.plumbline.accounts.calls.Api.ACCESS_ANALYZER;
import static dev.plumbline.accounts.calls.Api.AUTOSCALING;
import static dev.plumbline.accounts.calls.Api.CLOUDFORMATION;
import static dev.plumbline.accounts.calls.Api.CLOUDTRAIL;
import static dev.plumbline.accounts.calls.Api.CONFIG;
import static dev.plumbline.accounts.calls.Api.EC2;
import static dev.plumbline.accounts.calls.Api.EKS;
import static dev.plumbline.accounts.calls.Api.GUARDDUTY;
import static dev.plumbline.accounts.calls.Api.IAM;
import static dev.plumbline.accounts.calls.Api.RDS;
import static dev.plumbline.accounts.calls.Api.S3;
import static dev.plumbline.accounts.calls.Api.S3_CONTROL;
import static dev.plumbline.accounts.calls.Api.SSM;
import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What playbooks and patching, and settings that have no gateway of their own, ask of an account: the registry from
 * which the permissions of the roles {@code plumbline-remediate} and {@code plumbline-patch} are generated, for what
 * playbooks and patching declare. Facts are those of each service's API reference and authorization reference.
 */
public enum Operation {
    /** Which stack a resource belongs to, by its physical id. */
    DESCRIBE_STACK_RESOURCES(
            Spelling.of(CLOUDFORMATION, "DescribeStackResources").nothingBy("ValidationError")),
    /** The resources of a stack, all of them: the operation above tells of the first hundred and no more. */
    LIST_STACK_RESOURCES(
            Spelling.of(CLOUDFORMATION, "ListStackResources").inPages().nothingBy("ValidationError")),
    /** Looks at security groups. */
    DESCRIBE_SECURITY_GROUPS(Spelling.of(EC2, "DescribeSecurityGroups")
            .inPages()
            .nothingBy("InvalidGroup.NotFound", "InvalidGroupId.Malformed")),
    /** Takes rules for incoming traffic from a group. */
    REVOKE_INGRESS(group("RevokeSecurityGroupIngress").nothingBy("InvalidPermission.NotFound")),
    /** Takes rules for outgoing traffic from a group. */
    REVOKE_EGRESS(group("RevokeSecurityGroupEgress").nothingBy("InvalidPermission.NotFound")),
    /** Gives a group rules for incoming traffic. */
    AUTHORIZE_INGRESS(group("AuthorizeSecurityGroupIngress").nothingBy("InvalidPermission.Duplicate")),
    /** Gives a group rules for outgoing traffic. */
    AUTHORIZE_EGRESS(group("AuthorizeSecurityGroupEgress").nothingBy("InvalidPermission.Duplicate")),
    /** Makes a security group. */
    CREATE_SECURITY_GROUP(
            Spelling.of(EC2, "CreateSecurityGroup").on("ec2:*:{account}:security-group/*", "ec2:*:{account}:vpc/*")),
    /** Looks at network ACLs. */
    DESCRIBE_NETWORK_ACLS(Spelling.of(EC2, "DescribeNetworkAcls").inPages()),
    /** Adds an entry to a network ACL. */
    CREATE_ACL_ENTRY(Spelling.of(EC2, "CreateNetworkAclEntry")
            .on("ec2:*:{account}:network-acl/*")
            .nothingBy("NetworkAclEntryAlreadyExists")),
    /** Removes an entry from a network ACL. */
    DELETE_ACL_ENTRY(Spelling.of(EC2, "DeleteNetworkAclEntry")
            .on("ec2:*:{account}:network-acl/*")
            .nothingBy("InvalidNetworkAclEntry.NotFound")),
    /** Looks at elastic addresses. */
    DESCRIBE_ADDRESSES(Spelling.of(EC2, "DescribeAddresses")),
    /** Looks at VPCs. */
    DESCRIBE_VPCS(Spelling.of(EC2, "DescribeVpcs").inPages().nothingBy("InvalidVpcID.NotFound")),
    /** Looks at flow logs. */
    DESCRIBE_FLOW_LOGS(Spelling.of(EC2, "DescribeFlowLogs").inPages()),
    /** Begins to log the flows of a VPC. */
    CREATE_FLOW_LOGS(Spelling.of(EC2, "CreateFlowLogs")
            .on("ec2:*:{account}:vpc/*", "ec2:*:{account}:vpc-flow-log/*")
            .besides("iam:PassRole")
            .nothingBy("FlowLogAlreadyExists")),
    /** Ends a flow log. */
    DELETE_FLOW_LOGS(Spelling.of(EC2, "DeleteFlowLogs")
            .on("ec2:*:{account}:vpc-flow-log/*")
            .ifUnowned()
            .nothingBy("InvalidFlowLogId.NotFound")),
    /** Looks at instances. */
    DESCRIBE_INSTANCES(Spelling.of(EC2, "DescribeInstances")
            .inPages()
            .nothingBy("InvalidInstanceID.NotFound", "InvalidInstanceID.Malformed")),
    /** Sets how an instance's metadata is read. */
    MODIFY_METADATA_OPTIONS(Spelling.of(EC2, "ModifyInstanceMetadataOptions")
            .on("ec2:*:{account}:instance/*")
            .ifUnowned()),
    /** Puts a network interface into other groups. */
    MODIFY_INTERFACE(Spelling.of(EC2, "ModifyNetworkInterfaceAttribute")
            .on("ec2:*:{account}:network-interface/*", "ec2:*:{account}:security-group/*")
            .ifUnowned()),
    /** Looks at snapshots. */
    DESCRIBE_SNAPSHOTS(Spelling.of(EC2, "DescribeSnapshots").inPages()),
    /** Copies a volume. */
    CREATE_SNAPSHOT(Spelling.of(EC2, "CreateSnapshot").on("ec2:*:{account}:volume/*", "ec2:*::snapshot/*")),
    /** Tags an instance, or what is made beside it. */
    CREATE_TAGS(Spelling.of(EC2, "CreateTags")
            .on(
                    "ec2:*:{account}:instance/*",
                    "ec2:*::snapshot/*",
                    "ec2:*:{account}:security-group/*",
                    "ec2:*:{account}:vpc-flow-log/*")),
    /** Takes tags from an instance. */
    DELETE_TAGS(Spelling.of(EC2, "DeleteTags").on("ec2:*:{account}:instance/*")),
    /** Whether new volumes are encrypted. */
    GET_EBS_ENCRYPTION(Spelling.of(EC2, "GetEbsEncryptionByDefault")),
    /** Encrypts new volumes. */
    ENABLE_EBS_ENCRYPTION(Spelling.of(EC2, "EnableEbsEncryptionByDefault")),
    /** Encrypts new volumes no more. */
    DISABLE_EBS_ENCRYPTION(Spelling.of(EC2, "DisableEbsEncryptionByDefault")),
    /** Looks at the groups that instances belong to. */
    DESCRIBE_AUTO_SCALING_INSTANCES(
            Spelling.of(AUTOSCALING, "DescribeAutoScalingInstances").inPages()),
    /** Takes instances from a group, which keeps its size by making others. */
    DETACH_INSTANCES(Spelling.of(AUTOSCALING, "DetachInstances")
            .on("autoscaling:*:{account}:autoScalingGroup:*:autoScalingGroupName/*")),
    /** Gives instances back to a group. */
    ATTACH_INSTANCES(Spelling.of(AUTOSCALING, "AttachInstances")
            .on("autoscaling:*:{account}:autoScalingGroup:*:autoScalingGroupName/*")),
    /** Looks at databases. */
    DESCRIBE_DB_INSTANCES(Spelling.of(RDS, "DescribeDBInstances").inPages().nothingBy("DBInstanceNotFound")),
    /** Changes a database. */
    MODIFY_DB_INSTANCE(
            Spelling.of(RDS, "ModifyDBInstance").on("rds:*:{account}:db:*").ifUnowned()),
    /** Looks at the maintenance that waits for databases. */
    DESCRIBE_PENDING_MAINTENANCE(
            Spelling.of(RDS, "DescribePendingMaintenanceActions").inPages()),
    /** Has maintenance applied to a database. */
    APPLY_MAINTENANCE(Spelling.of(RDS, "ApplyPendingMaintenanceAction")
            .on("rds:*:{account}:db:*")
            .nothingBy("ResourceNotFoundFault")),
    /** Looks to which versions an engine can be upgraded. */
    DESCRIBE_ENGINE_VERSIONS(Spelling.of(RDS, "DescribeDBEngineVersions").inPages()),
    /** Takes a snapshot of a database. */
    CREATE_DB_SNAPSHOT(Spelling.of(RDS, "CreateDBSnapshot")
            .on("rds:*:{account}:db:*", "rds:*:{account}:snapshot:plumbline-*")
            // The database's tags go along where it says CopyTagsToSnapshot.
            .besides("rds:AddTagsToResource", "rds:*:{account}:snapshot:plumbline-*")
            .nothingBy("DBSnapshotAlreadyExists")),
    /** Looks at snapshots of databases. */
    DESCRIBE_DB_SNAPSHOTS(Spelling.of(RDS, "DescribeDBSnapshots").inPages().nothingBy("DBSnapshotNotFound")),
    /** Looks to which image a launch template leads. */
    DESCRIBE_LAUNCH_TEMPLATE_VERSIONS(Spelling.of(EC2, "DescribeLaunchTemplateVersions")
            .inPages()
            // Where the template names a parameter and ResolveAlias asks what it holds.
            .besides("ssm:GetParameters", "ssm:*::parameter/aws/service/*", "ssm:*:{account}:parameter/estate/*")),
    /** Replaces the servers of a group, one after another. */
    START_INSTANCE_REFRESH(Spelling.of(AUTOSCALING, "StartInstanceRefresh")
            .on("autoscaling:*:{account}:autoScalingGroup:*:autoScalingGroupName/*")
            .nothingBy("InstanceRefreshInProgress")),
    /** Looks at the replacements of a group's servers. */
    DESCRIBE_INSTANCE_REFRESHES(Spelling.of(AUTOSCALING, "DescribeInstanceRefreshes")),
    /** What Patch Manager misses on servers. */
    DESCRIBE_PATCH_STATES(Spelling.of(SSM, "DescribeInstancePatchStates").inPages()),
    /** Reads a public parameter, such as the newest release of an image. */
    GET_PARAMETER(Spelling.of(SSM, "GetParameter")
            .on("ssm:*::parameter/aws/service/*")
            .nothingBy("ParameterNotFound")),
    /** Looks at the versions of Kubernetes. */
    DESCRIBE_CLUSTER_VERSIONS(
            Spelling.of(EKS, "DescribeClusterVersions").inPages().at("GET /cluster-versions")),
    /** Looks at the versions of add-ons. */
    DESCRIBE_ADDON_VERSIONS(Spelling.of(EKS, "DescribeAddonVersions").inPages().at("GET /addons/supported-versions")),
    /** Lists the add-ons of a cluster. */
    LIST_ADDONS(Spelling.of(EKS, "ListAddons")
            .inPages()
            .at("GET /clusters/{name}/addons")
            .nothingBy("ResourceNotFoundException")),
    /** Looks at an add-on. */
    DESCRIBE_ADDON(Spelling.of(EKS, "DescribeAddon")
            .at("GET /clusters/{name}/addons/{addonName}")
            .nothingBy("ResourceNotFoundException")),
    /** Changes the version of an add-on. */
    UPDATE_ADDON(Spelling.of(EKS, "UpdateAddon")
            .at("POST /clusters/{name}/addons/{addonName}/update")
            .on("eks:*:{account}:addon/*")),
    /** Lists the node groups of a cluster. */
    LIST_NODEGROUPS(Spelling.of(EKS, "ListNodegroups")
            .inPages()
            .at("GET /clusters/{name}/node-groups")
            .nothingBy("ResourceNotFoundException")),
    /** Looks at a node group. */
    DESCRIBE_NODEGROUP(Spelling.of(EKS, "DescribeNodegroup")
            .at("GET /clusters/{name}/node-groups/{nodegroupName}")
            .nothingBy("ResourceNotFoundException")),
    /** Replaces the nodes of a group by those of another release. */
    UPDATE_NODEGROUP(Spelling.of(EKS, "UpdateNodegroupVersion")
            .at("POST /clusters/{name}/node-groups/{nodegroupName}/update-version")
            .on("eks:*:{account}:nodegroup/*")),
    /** Has EKS look anew for what is against an upgrade. */
    START_INSIGHTS_REFRESH(Spelling.of(EKS, "StartInsightsRefresh")
            .at("POST /clusters/{name}/insights-refresh")
            .on("eks:*:{account}:cluster/*")),
    /** Whether EKS has looked. */
    DESCRIBE_INSIGHTS_REFRESH(Spelling.of(EKS, "DescribeInsightsRefresh")
            .at("GET /clusters/{name}/insights-refresh")
            .nothingBy("ResourceNotFoundException")),
    /** What is against an upgrade. */
    LIST_INSIGHTS(Spelling.of(EKS, "ListInsights").inPages().at("POST /clusters/{name}/insights")),
    /** Looks for a user by its id. */
    LIST_USERS(Spelling.of(IAM, "ListUsers").inPages()),
    /** Looks at a user's access keys. */
    LIST_ACCESS_KEYS(Spelling.of(IAM, "ListAccessKeys")
            .inPages()
            .on("iam::{account}:user/*")
            .nothingBy("NoSuchEntity")),
    /** When an access key was used last. */
    GET_ACCESS_KEY_LAST_USED(
            Spelling.of(IAM, "GetAccessKeyLastUsed").on("iam::{account}:user/*").nothingBy("NoSuchEntity")),
    /** Switches an access key on or off. */
    UPDATE_ACCESS_KEY(Spelling.of(IAM, "UpdateAccessKey").on("iam::{account}:user/*")),
    /** Looks at a policy of a role. */
    GET_ROLE_POLICY(
            Spelling.of(IAM, "GetRolePolicy").on("iam::{account}:role/*").nothingBy("NoSuchEntity")),
    /** Gives a role a policy. */
    PUT_ROLE_POLICY(Spelling.of(IAM, "PutRolePolicy").on("iam::{account}:role/*")),
    /** Takes a policy from a role. */
    DELETE_ROLE_POLICY(
            Spelling.of(IAM, "DeleteRolePolicy").on("iam::{account}:role/*").nothingBy("NoSuchEntity")),
    /** Reads the account's password policy. */
    GET_PASSWORD_POLICY(Spelling.of(IAM, "GetAccountPasswordPolicy").nothingBy("NoSuchEntity")),
    /** Sets the account's password policy. */
    UPDATE_PASSWORD_POLICY(Spelling.of(IAM, "UpdateAccountPasswordPolicy")),
    /** Removes the account's password policy. */
    DELETE_PASSWORD_POLICY(Spelling.of(IAM, "DeleteAccountPasswordPolicy").nothingBy("NoSuchEntity")),
    /** Reads how a trail is set up. */
    GET_TRAIL(Spelling.of(CLOUDTRAIL, "GetTrail").nothingBy("TrailNotFoundException")),
    /** Whether a trail records. */
    GET_TRAIL_STATUS(Spelling.of(CLOUDTRAIL, "GetTrailStatus").nothingBy("TrailNotFoundException")),
    /** Looks at the trails of a region. */
    DESCRIBE_TRAILS(Spelling.of(CLOUDTRAIL, "DescribeTrails")),
    /** Lets a trail record. */
    START_LOGGING(Spelling.of(CLOUDTRAIL, "StartLogging").on("cloudtrail:*:{account}:trail/*")),
    /** Changes how a trail is set up. */
    UPDATE_TRAIL(Spelling.of(CLOUDTRAIL, "UpdateTrail").on("cloudtrail:*:{account}:trail/*")),
    /** Whether the recorders record. */
    DESCRIBE_RECORDER_STATUS(Spelling.of(CONFIG, "DescribeConfigurationRecorderStatus")
            .nothingBy("NoSuchConfigurationRecorderException")),
    /** Looks at the recorder of the account itself. */
    DESCRIBE_RECORDERS(Spelling.of(CONFIG, "DescribeConfigurationRecorders")),
    /** Looks where the recorder delivers to. */
    DESCRIBE_CHANNELS(Spelling.of(CONFIG, "DescribeDeliveryChannels")),
    /** Looks at rules. */
    DESCRIBE_RULES(Spelling.of(CONFIG, "DescribeConfigRules").inPages()),
    /** Lets a recorder record. */
    START_RECORDER(Spelling.of(CONFIG, "StartConfigurationRecorder").on("config:*:{account}:configuration-recorder/*")),
    /** Which rules something does not keep. */
    COMPLIANCE_BY_RULE(Spelling.of(CONFIG, "DescribeComplianceByConfigRule").inPages()),
    /** What does not keep a rule. */
    COMPLIANCE_DETAILS(Spelling.of(CONFIG, "GetComplianceDetailsByConfigRule")
            .inPages()
            .on("config:*:{account}:config-rule/*")
            .nothingBy("NoSuchConfigRuleException")),
    /** Lists the analyzers of a type. */
    LIST_ANALYZERS(Spelling.of(ACCESS_ANALYZER, "ListAnalyzers").inPages().at("GET /analyzer")),
    /** Lists the detectors of GuardDuty. */
    LIST_DETECTORS(Spelling.of(GUARDDUTY, "ListDetectors").inPages().at("GET /detector")),
    /** Looks at a detector. */
    GET_DETECTOR(Spelling.of(GUARDDUTY, "GetDetector").at("GET /detector/{detectorId}")),
    /** Switches a detector on. */
    UPDATE_DETECTOR(Spelling.of(GUARDDUTY, "UpdateDetector")
            .at("POST /detector/{detectorId}")
            .on("guardduty:*:{account}:detector/*")),
    /** Makes a detector. */
    CREATE_DETECTOR(Spelling.of(GUARDDUTY, "CreateDetector")
            .at("POST /detector")
            .besides("iam:CreateServiceLinkedRole")
            .besides("iam:GetRole")
            .nothingBy("BadRequestException")),
    /** Lists findings by criteria. */
    LIST_FINDINGS(Spelling.of(GUARDDUTY, "ListFindings").inPages().at("POST /detector/{detectorId}/findings")),
    /** Reads findings. */
    GET_FINDINGS(Spelling.of(GUARDDUTY, "GetFindings").at("POST /detector/{detectorId}/findings/get")),
    /**
     * Which members of the organisation GuardDuty is switched on for; asked by their administrator. Whoever else asks
     * about a detector of theirs makes a bad request, the one refusal that the API reference knows.
     */
    DESCRIBE_MEMBERS(Spelling.of(GUARDDUTY, "DescribeOrganizationConfiguration")
            .at("GET /detector/{detectorId}/admin")
            .nothingBy("BadRequestException")),
    /** Says which members of the organisation GuardDuty is switched on for. */
    UPDATE_MEMBERS(Spelling.of(GUARDDUTY, "UpdateOrganizationConfiguration").at("POST /detector/{detectorId}/admin")),
    /** Which account administers GuardDuty; asked by the organisation's management account. */
    LIST_ADMINISTRATORS(
            Spelling.of(GUARDDUTY, "ListOrganizationAdminAccounts").inPages().at("GET /admin")),
    /** Puts an account in charge of GuardDuty; the organisation's management account may. */
    ENABLE_ADMINISTRATOR(
            Spelling.of(GUARDDUTY, "EnableOrganizationAdminAccount").at("POST /admin/enable")),
    /** Looks at a cluster. */
    DESCRIBE_CLUSTER(
            Spelling.of(EKS, "DescribeCluster").at("GET /clusters/{name}").nothingBy("ResourceNotFoundException")),
    /** Changes who reaches a cluster. */
    UPDATE_CLUSTER(Spelling.of(EKS, "UpdateClusterConfig")
            .at("POST /clusters/{name}/update-config")
            .on("eks:*:{account}:cluster/*")
            .ifUnowned()),
    /** Reads a bucket's block of public access. */
    GET_BUCKET_BLOCK(Spelling.of(S3, "GetPublicAccessBlock")
            .at("GET /{Bucket}?publicAccessBlock")
            .by("s3:GetBucketPublicAccessBlock")
            .nothingBy("NoSuchPublicAccessBlockConfiguration")),
    /** Sets a bucket's block of public access. */
    PUT_BUCKET_BLOCK(Spelling.of(S3, "PutPublicAccessBlock")
            .at("PUT /{Bucket}?publicAccessBlock")
            .by("s3:PutBucketPublicAccessBlock")
            .on("s3:::*")),
    /** Removes a bucket's block of public access. */
    DELETE_BUCKET_BLOCK(Spelling.of(S3, "DeletePublicAccessBlock")
            .at("DELETE /{Bucket}?publicAccessBlock")
            .by("s3:PutBucketPublicAccessBlock")
            .on("s3:::*")),
    /** Whether a bucket is there. */
    GET_BUCKET_LOCATION(
            Spelling.of(S3, "GetBucketLocation").at("GET /{Bucket}?location").nothingBy("NoSuchBucket")),
    /** Reads the account's block of public access to buckets. */
    GET_ACCOUNT_BLOCK(Spelling.of(S3_CONTROL, "GetPublicAccessBlock")
            .at("GET /v20180820/configuration/publicAccessBlock")
            .by("s3:GetAccountPublicAccessBlock")
            .nothingBy("NoSuchPublicAccessBlockConfiguration")),
    /** Sets the account's block of public access to buckets. */
    PUT_ACCOUNT_BLOCK(Spelling.of(S3_CONTROL, "PutPublicAccessBlock")
            .at("PUT /v20180820/configuration/publicAccessBlock")
            .by("s3:PutAccountPublicAccessBlock")),
    /** Reads the policy of an access point. */
    GET_ACCESS_POINT_POLICY(Spelling.of(S3_CONTROL, "GetAccessPointPolicy")
            .at("GET /v20180820/accesspoint/{Name}/policy")
            .nothingBy("NoSuchAccessPointPolicy", "NoSuchAccessPoint")),
    /** Sets the policy of an access point. */
    PUT_ACCESS_POINT_POLICY(Spelling.of(S3_CONTROL, "PutAccessPointPolicy")
            .at("PUT /v20180820/accesspoint/{Name}/policy")
            .on("s3:*:{account}:accesspoint/*")),
    /** Removes the policy of an access point. */
    DELETE_ACCESS_POINT_POLICY(Spelling.of(S3_CONTROL, "DeleteAccessPointPolicy")
            .at("DELETE /v20180820/accesspoint/{Name}/policy")
            .on("s3:*:{account}:accesspoint/*")
            .nothingBy("NoSuchAccessPointPolicy"));

    // A record of texts and of lists that it has copied.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Spelling spelling;

    Operation(Spelling spelling) {
        this.spelling = requireNonNull(spelling, "spelling is null");
    }

    private static Spelling group(String action) {
        return Spelling.of(EC2, action)
                .on("ec2:*:{account}:security-group/*", "ec2:*:{account}:security-group-rule/*")
                .ifUnowned();
    }

    Spelling spelling() {
        return spelling;
    }

    /** Returns its name in the API, such as {@code RevokeSecurityGroupIngress}. */
    public String action() {
        return spelling.action();
    }

    /** Returns the action that IAM wants for it. */
    public String permission() {
        return spelling.permission();
    }

    /** Returns the actions that IAM wants besides. */
    public List<Dependent> besides() {
        return spelling.besides();
    }

    /**
     * Returns what it may touch, as ARNs without partition, with <code>{account}</code> for the account's id; one star
     * for whatever there is.
     */
    public List<String> resources() {
        return spelling.resources();
    }

    /** Whether it may not touch what a stack of the estate owns. */
    public boolean unowned() {
        return spelling.unowned();
    }
}
