package dev.plumbline.estate;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The typed probes: questions about live state that no expression over one resource answers. What they ask is told
 * here, so that a template that names another one is refused; how they ask it is not.
 */
public enum ProbeKind {
    /** Every NAT gateway of a VPC is available. */
    NAT_GATEWAYS_AVAILABLE("nat-gateways-available", "VpcId"),
    /** The flow log of a VPC is active and delivers to its log group. */
    FLOW_LOGS_ACTIVE("flow-logs-active", "VpcId", "LogGroupName"),
    /** The default security group of a VPC has no rules. */
    DEFAULT_SECURITY_GROUP_CLOSED("default-security-group-closed", "VpcId"),
    /** Nothing in a VPC is public that does not have to be, and only public subnets reach the internet gateway. */
    NOTHING_ELSE_PUBLIC("nothing-else-public", "VpcId", "PublicSubnetIds"),
    /** Alarms are there, and somebody hears of them. */
    ALARM_ACTIONS_ENABLED("alarm-actions-enabled", "AlarmNames"),
    /** Database instances serve. */
    DATABASES_AVAILABLE("databases-available", "InstanceIds"),
    /** Database instances refuse connections without TLS. */
    DATABASES_FORCE_TLS("databases-force-tls", "InstanceIds"),
    /** Read replicas follow their database; without any there is nothing to look at. */
    REPLICAS_REPLICATING("replicas-replicating", "InstanceId", "ReplicaIds"),
    /** No maintenance of a database is about to be forced. */
    DATABASE_MAINTENANCE_IN_HAND("database-maintenance-in-hand", "InstanceIds"),
    /** No user of the account has an access key, apart from those that are named. */
    USERS_WITHOUT_ACCESS_KEYS("users-without-access-keys", "Except"),
    /** A trail records, and what it records arrives; without one there is nothing to look at. */
    TRAIL_DELIVERING("trail-delivering", "TrailName"),
    /** The recorder of AWS Config records, and what it records arrives. */
    RECORDER_RECORDING("recorder-recording", "RecorderName"),
    /** Rules of AWS Config are there and active. */
    RULES_IN_PLACE("rules-in-place", "RuleNames"),
    /** A secret is there, rotated in time, and read by somebody. */
    SECRET_IN_HAND("secret-in-hand", "SecretId", "KeyArn", "RotationDays", "UnusedDays"),
    /** An Auto Scaling group has its servers, and they serve. */
    GROUP_IN_SERVICE("group-in-service", "GroupName"),
    /** A public address belongs to a server of a group. */
    ADDRESS_ATTACHED("address-attached", "PublicIp", "GroupName"),
    /** The servers of a group let in one port and nothing else. */
    ONLY_PORT_OPEN("only-port-open", "GroupName", "Protocol", "Port"),
    /** No security group lets in a port from the world. */
    PORT_CLOSED_TO_WORLD("port-closed-to-world", "Port"),
    /** The servers of a group have their metadata and volumes protected. */
    SERVERS_PROTECTED("servers-protected", "GroupName"),
    /** Alarms are there, and none has gone off. */
    ALARMS_QUIET("alarms-quiet", "AlarmNames"),
    /** Something arrives in a log group. */
    LOG_STREAM_ARRIVING("log-stream-arriving", "LogGroupName", "MaxAgeMinutes"),
    /** The parent of a zone answers with its name servers; without a parent there is nothing to look at. */
    ZONE_DELEGATED("zone-delegated", "ZoneId", "ParentZoneId", "ParentRoleArn"),
    /** A zone knows the address of a name; without a zone there is nothing to look at. */
    NAME_ANSWERED("name-answered", "ZoneId", "Name"),
    /** A certificate is issued and renews itself; without one there is nothing to look at. */
    CERTIFICATE_ISSUED("certificate-issued", "CertificateArn"),
    /** Something arrived in log groups lately. */
    LOGS_ARRIVING("logs-arriving", "LogGroupNames", "SilenceHours"),
    /** A cluster is active. */
    CLUSTER_ACTIVE("cluster-active", "ClusterName"),
    /** Who may do what in a cluster is what is declared. */
    CLUSTER_ACCESS_AS_DECLARED("cluster-access-as-declared", "ClusterName", "AccessEntries", "NodeRoleArn"),
    /** The add-ons of a cluster are there and active. */
    CLUSTER_ADDONS_ACTIVE("cluster-addons-active", "ClusterName", "AddonNames"),
    /** The node groups of a cluster are healthy; without any there is nothing to look at. */
    NODE_GROUPS_HEALTHY("node-groups-healthy", "ClusterName"),
    /** The load balancers that a cluster made are active, and what stands behind them is healthy. */
    LOAD_BALANCERS_HEALTHY("load-balancers-healthy", "ClusterName");

    private final String word;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of, which the type does not say
    private final List<String> arguments;

    ProbeKind(String word, String... arguments) {
        this.word = word;
        this.arguments = List.of(arguments);
    }

    /** Returns the word that names it in a template. */
    public String word() {
        return word;
    }

    /** Returns the names of its arguments, all of which have to be given. */
    public List<String> arguments() {
        return arguments;
    }

    /** Returns the probe that a word names. */
    public static Optional<ProbeKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }
}
