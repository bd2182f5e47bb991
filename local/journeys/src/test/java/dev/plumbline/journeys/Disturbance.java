package dev.plumbline.journeys;

import static dev.plumbline.cli.local.LocalAccount.DEV;
import static dev.plumbline.cli.local.LocalAccount.SECURITY;
import static dev.plumbline.cli.local.LocalAccount.SHARED_SERVICES;
import static java.util.Objects.requireNonNull;

import dev.plumbline.cli.local.LocalAccount;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What somebody might do to one resource behind its stack's back: one property changed, or the whole deleted. Those of
 * the estate are listed here by stack; fields have the emulator's names.
 *
 * @param logicalId the resource, by its name in the template
 * @param how what the emulator is asked to do
 */
record Disturbance(String logicalId, Map<String, ?> how) {

    private static final Map<String, ?> GONE = Map.of("gone", true);

    /**
     * What is done to the resources of one stack, one after the other.
     *
     * @param account where the stack is
     * @param stack its name in the estate
     */
    record OfStack(LocalAccount account, String stack, List<Disturbance> disturbances) {
        OfStack {
            requireNonNull(account, "account is null");
            requireNonNull(stack, "stack is null");
            disturbances = List.copyOf(disturbances);
        }
    }

    /** Each kind of resource in the blueprints, save those that {@link #NEVER_CHANGED} and others name. */
    static final List<OfStack> ALL = List.of(
            in(
                    DEV,
                    "network",
                    changed("Vpc", "EnableDnsHostnames", false),
                    gone("NatGatewayA"),
                    changed("PublicSubnetA", "MapPublicIpOnLaunch", true),
                    gone("FlowLog"),
                    changed("PublicDefaultRoute", "GatewayId", "igw-0"),
                    gone("PublicDefaultRoute"),
                    changed("PublicInHttps", "RuleAction", "deny"),
                    gone("PublicInHttps"),
                    changed("FlowLogGroup", "retentionInDays", 1),
                    gone("FlowLogGroup"),
                    gone("FlowLogRole"),
                    changed("NatGatewayAPacketsDroppedAlarm", "Threshold", 99_999.0),
                    gone("NatGatewayAPacketsDroppedAlarm"),
                    gone("DynamoDbEndpoint"),
                    gone("DatabaseSubnetARoutes"),
                    gone("InternetGatewayAttachment"),
                    gone("PublicSubnetAAcl"),
                    changed("FlowLogRole", "Description", "somebody's"),
                    changed("S3Endpoint", "RouteTableIds", List.of()),
                    tagged("NatAddressA"),
                    tagged("NatGatewayA"),
                    tagged("FlowLog"),
                    tagged("InternetGateway"),
                    tagged("PublicAcl"),
                    tagged("PublicRoutes")),
            in(
                    DEV,
                    "notifications",
                    changed("AlarmTopic", "attributes.DisplayName", "somebody's"),
                    gone("InfoTopic"),
                    gone("CriticalQueueSubscription")),
            in(
                    DEV,
                    "cluster",
                    changed("Key", "KeyRotationEnabled", false),
                    gone("ApiServerFailingAlarm"),
                    changed("ApiServerFailingAlarm", "Threshold", 99_999.0),
                    gone("MetricsServerAddon"),
                    gone("ManifestsIngress"),
                    gone("ManifestsAccess"),
                    changed("ManifestsLogs", "retentionInDays", 1),
                    changed("NodeGroup", "UpdateConfig.MaxUnavailable", 9),
                    gone("NodeGroup"),
                    changed("Cluster", "UpgradePolicy.SupportType", "SOMEBODY"),
                    changed("ReaderAccess", "AccessPolicies", List.of()),
                    changed("ExternalDnsAddon", "ConfigurationValues", "{}"),
                    changed("SecretsIdentity", "RoleArn", "arn:aws:iam::111111111111:role/somebody"),
                    gone("SecretsIdentity"),
                    new Disturbance(
                            "AccessLogs",
                            Map.of(
                                    "type",
                                    "AWS::S3::BucketVersioning",
                                    "id",
                                    "@AccessLogs",
                                    "set",
                                    Map.of("", "Suspended"))),
                    changed("AccessLogsPolicy", "", "{\"Version\":\"2012-10-17\",\"Statement\":[]}"),
                    gone("AccessLogsPolicy")),
            in(
                    DEV,
                    "database",
                    changed("DatabaseLogs", "retentionInDays", 1),
                    gone("ClientsToDatabase"),
                    changed("DatabaseSecurityGroup", "IpPermissionsEgress", List.of()),
                    gone("DatabaseCpuTooHighAlarm"),
                    changed("Database", "DeletionProtection", true),
                    changed("ParameterGroup", "Parameters.rds\\.force_ssl.ParameterValue", "0"),
                    changed("SubnetGroup", "DBSubnetGroupDescription", "somebody's")),
            in(
                    DEV,
                    "server-access",
                    changed("Recordings", "retentionInDays", 1),
                    gone("Preferences"),
                    changed("Preferences", "Content", "{}"),
                    changed("Key", "KeyRotationEnabled", false),
                    changed("KeyAlias", "", "somebody-s-key"),
                    gone("KeyAlias"),
                    changed("Endpoint", "Tags.0.Value", "somebody's"),
                    gone("Endpoint"),
                    changed("ServerPolicy", "Versions.v1.Document", "{\"Version\":\"2012-10-17\",\"Statement\":[]}")),
            in(DEV, "dns", changed("DelegationFunction", "config.Timeout", 1), gone("DelegationFunction")),
            in(
                    DEV,
                    "monitoring",
                    gone("Dashboard"),
                    gone("WatchedLogsASilentAlarm"),
                    changed("Dashboard", "DashboardBody", "{\"widgets\":[]}"),
                    changed("Link", "ResourceTypes", List.of("AWS::CloudWatch::Metric")),
                    gone("Link")),
            in(
                    DEV,
                    "secrets",
                    changed("RotationLogs", "retentionInDays", 1),
                    gone("RotationFailedAlarm"),
                    gone("RotationPermission"),
                    changed("KeyAlias", "", "somebody-s-key")),
            in(
                    DEV,
                    "session-key",
                    changed("SecretPolicy", "", "{\"Version\":\"2012-10-17\",\"Statement\":[]}"),
                    gone("SecretPolicy"),
                    changed("Rotation", "ScheduleExpression", "rate(999 days)"),
                    gone("Rotation"),
                    changed("Secret", "Description", "somebody's")),
            in(
                    DEV,
                    "baseline",
                    gone("RestrictedSshRule"),
                    gone("Analyzer"),
                    gone("Authorization"),
                    gone("Channel"),
                    gone("Recorder"),
                    gone("Trail"),
                    changed("Trail", "EnableLogFileValidation", false),
                    changed("RestrictedSshRule", "Source.SourceIdentifier", "SOMETHING_ELSE"),
                    changed("Recorder", "RecordingGroup.ResourceTypes", List.of("AWS::EC2::VPC")),
                    changed("Channel", "ConfigSnapshotDeliveryProperties.DeliveryFrequency", "One_Hour")),
            in(SHARED_SERVICES, "server-access", changed("Recordings", "retentionInDays", 1), gone("KeyAlias")),
            in(
                    SHARED_SERVICES,
                    "ci",
                    changed("CircleCiProvider", "ClientIdList", List.of("somebody")),
                    gone("CircleCiProvider")),
            in(
                    SHARED_SERVICES,
                    "app-images",
                    changed("Images", "imageTagMutability", "MUTABLE"),
                    changed("CriticalWeaknessRule", "Description", "somebody's"),
                    gone("CriticalWeaknessRule"),
                    changed("WeaknessDeadLetters", "attributes.MessageRetentionPeriod", "60"),
                    gone("WeaknessDeadLetters"),
                    gone("SigningKeyAlias")),
            in(
                    SHARED_SERVICES,
                    "vpn",
                    changed("Group", "HealthCheckGracePeriod", 1),
                    changed("LogAssociation", "ScheduleExpression", "rate(999 days)"),
                    gone("LogAssociation"),
                    changed("InstanceProfile", "Roles", List.of()),
                    gone("CrlExpiringAlarm")),
            in(
                    SHARED_SERVICES,
                    "dns",
                    changed("PrivateZone", "comment", "somebody's"),
                    gone("CertificateExpiresSoonAlarm")),
            in(
                    SHARED_SERVICES,
                    "monitoring",
                    changed("Sink", "Policy", Map.of("Version", "2012-10-17", "Statement", List.of())),
                    gone("Dashboard")),
            in(SECURITY, "people", changed("Everybody", "AttachedPolicies", List.of()), gone("Billing")),
            in(
                    SECURITY,
                    "alice",
                    changed("User", "PermissionsBoundary", "arn:aws:iam::444444444444:policy/somebody"),
                    gone("User")),
            in(
                    SECURITY,
                    "audit",
                    changed("Aggregator", "AccountAggregationSources.0.AllAwsRegions", false),
                    gone("Aggregator")));

    private static final String CREATE_ONLY =
            "no property that a template gives it can be changed: AWS only takes it away, or makes another";
    private static final String USED = "AWS deletes none that others use";
    private static final String UNSEEN = "CloudFormation does not look for its drift: it has no way to read it";

    /** Kinds of which no property is changed, each with the reason. */
    static final Map<String, String> NEVER_CHANGED = Map.ofEntries(
            Map.entry("AWS::AccessAnalyzer::Analyzer", CREATE_ONLY),
            Map.entry("AWS::CertificateManager::Certificate", CREATE_ONLY),
            Map.entry("AWS::Config::AggregationAuthorization", CREATE_ONLY),
            Map.entry("AWS::EC2::LaunchTemplate", "its data is write-only: CloudFormation reads none of it back"),
            Map.entry("AWS::EC2::SecurityGroupEgress", CREATE_ONLY),
            Map.entry("AWS::EC2::SecurityGroupIngress", CREATE_ONLY),
            Map.entry("AWS::EC2::SubnetNetworkAclAssociation", CREATE_ONLY),
            Map.entry("AWS::EC2::SubnetRouteTableAssociation", CREATE_ONLY),
            Map.entry("AWS::EC2::VPCGatewayAttachment", CREATE_ONLY),
            Map.entry("AWS::Lambda::Permission", CREATE_ONLY),
            Map.entry("AWS::SNS::Subscription", CREATE_ONLY),
            Map.entry("AWS::SNS::TopicPolicy", UNSEEN),
            Map.entry("AWS::SQS::QueuePolicy", UNSEEN),
            Map.entry(
                    "AWS::SecretsManager::SecretTargetAttachment",
                    "reading it takes reading the secret, which the verify role may not"),
            Map.entry("Custom::Delegation", UNSEEN),
            Map.entry("Custom::Manifests", UNSEEN));

    /** Kinds that hold data, so that putting one back asks; deleted in a round of their own. */
    static final List<OfStack> ASKING = List.of(
            in(DEV, "database", gone("Database")),
            in(DEV, "cluster", gone("AccessLogs")),
            in(DEV, "session-key", gone("Secret")),
            in(DEV, "dns", gone("PrivateZone")),
            in(SHARED_SERVICES, "app-images", gone("Images")));

    /** Kinds of which none is deleted, each with the reason. */
    static final Map<String, String> NEVER_DELETED = Map.ofEntries(
            Map.entry(
                    "AWS::AutoScaling::AutoScalingGroup",
                    "its servers would be made anew: the blueprint's own tests do"),
            Map.entry("AWS::CertificateManager::Certificate", USED),
            Map.entry("AWS::EC2::EIP", USED),
            Map.entry("AWS::EC2::InternetGateway", USED),
            Map.entry("AWS::EC2::LaunchTemplate", USED),
            Map.entry("AWS::EC2::NetworkAcl", USED),
            Map.entry("AWS::EC2::RouteTable", USED),
            Map.entry("AWS::EC2::SecurityGroup", USED),
            Map.entry("AWS::EC2::Subnet", USED),
            Map.entry("AWS::EC2::VPC", USED),
            Map.entry("AWS::EKS::Cluster", USED),
            Map.entry("AWS::IAM::InstanceProfile", USED),
            Map.entry("AWS::IAM::ManagedPolicy", USED),
            Map.entry("AWS::KMS::Key", "AWS deletes none before a week is over, in which it can be taken back"),
            Map.entry("AWS::Oam::Sink", USED),
            Map.entry("AWS::RDS::DBParameterGroup", USED),
            Map.entry("AWS::RDS::DBSubnetGroup", USED),
            Map.entry("AWS::SNS::TopicPolicy", UNSEEN),
            Map.entry("AWS::SQS::QueuePolicy", UNSEEN),
            Map.entry(
                    "AWS::SecretsManager::SecretTargetAttachment",
                    "reading it takes reading the secret, which the verify role may not"),
            Map.entry("Custom::Delegation", UNSEEN),
            Map.entry("Custom::Manifests", UNSEEN));

    Disturbance {
        requireNonNull(logicalId, "logicalId is null");
        how = Map.copyOf(how);
    }

    /** Whether the resource is deleted. */
    boolean deletes() {
        return how.equals(GONE);
    }

    /** What the emulator is asked to do where the stack is, without the word whether it is for good. */
    Map<String, Object> request(OfStack where, String region) {
        Map<String, Object> request = new HashMap<>(how);
        request.put("account", where.account().id());
        request.put("region", region);
        request.put("stack", "estate-" + where.stack());
        request.put("logicalId", logicalId);
        return request;
    }

    private static OfStack in(LocalAccount account, String stack, Disturbance... disturbances) {
        return new OfStack(account, stack, List.of(disturbances));
    }

    private static Disturbance changed(String logicalId, String field, Object value) {
        return new Disturbance(logicalId, Map.of("set", Map.of(field, value)));
    }

    private static Disturbance gone(String logicalId) {
        return new Disturbance(logicalId, GONE);
    }

    private static Disturbance tagged(String logicalId) {
        return new Disturbance(logicalId, Map.of("tags", Map.of("Name", "somebody's")));
    }
}
