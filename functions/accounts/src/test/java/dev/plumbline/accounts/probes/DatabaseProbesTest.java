package dev.plumbline.accounts.probes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubAws;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatabaseProbesTest {

    private static final Map<String, JsonNode> ARGUMENTS = Map.of(
            "InstanceId", TextNode.valueOf("prod"),
            "ReplicaIds", TextNode.valueOf("prod-replica-a"),
            "InstanceIds", TextNode.valueOf("prod,prod-replica-a"));
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-26T12:00:00Z"), ZoneOffset.UTC);

    private final Map<String, String> answers = new HashMap<>();
    private final StubAws aws = new StubAws(request -> StubAnswer.ok("<R><" + request.action() + "Result>"
            + answers.getOrDefault(request.action(), "") + "</" + request.action() + "Result></R>"));

    @Test
    void available_allServe_passes() {
        answers.put("DescribeDBInstances", instances(database("available"), replica("backing-up", "replicating")));

        assertThat(look("databases-available").passed()).isTrue();
    }

    @Test
    void available_oneStoppedAndOneGone_namesBoth() {
        answers.put("DescribeDBInstances", instances(database("stopped")));

        assertThat(look("databases-available"))
                .isEqualTo(new ProbeResult(
                        false,
                        "prod, prod-replica-a",
                        "every instance available",
                        "prod is stopped; prod-replica-a does not exist"));
    }

    @Test
    void tls_setAndInForce_passesAndReadsTheGroupOnce() {
        answers.put("DescribeDBInstances", instances(database("available"), replica("available", "replicating")));
        answers.put("DescribeDBParameters", parameter("1"));

        assertThat(look("databases-force-tls").passed()).isTrue();
        assertThat(aws.requests())
                .filteredOn(request -> request.action().equals("DescribeDBParameters"))
                .hasSize(1);
    }

    @Test
    void tls_switchedOff_namesInstanceAndValue() {
        answers.put("DescribeDBInstances", instances(database("available")));
        answers.put("DescribeDBParameters", parameter("0"));

        ProbeResult result = look("databases-force-tls");

        assertThat(result.passed()).isFalse();
        assertThat(result.resource()).isEqualTo("prod");
        assertThat(result.seen()).isEqualTo("prod has rds.force_ssl = 0 by own, which is in-sync");
    }

    @Test
    void tls_setButNotYetInForce_fails() {
        answers.put("DescribeDBInstances", instances(database("available").replace("in-sync", "pending-reboot")));
        answers.put("DescribeDBParameters", parameter("1"));

        assertThat(look("databases-force-tls").seen()).contains("pending-reboot");
        assertThat(look("databases-force-tls").passed()).isFalse();
    }

    @Test
    void replicas_followTheirDatabase_pass() {
        answers.put("DescribeDBInstances", instances(replica("available", "replicating")));

        assertThat(look("replicas-replicating").passed()).isTrue();
    }

    @Test
    void replicas_withAnErrorOrPromoted_failAndSaySo() {
        answers.put("DescribeDBInstances", instances(replica("available", "error")));
        assertThat(look("replicas-replicating").passed()).isFalse();
        assertThat(look("replicas-replicating").seen()).isEqualTo("prod-replica-a from prod: error");

        answers.put("DescribeDBInstances", instances(database("available").replace(">prod<", ">prod-replica-a<")));
        assertThat(look("replicas-replicating").seen()).isEqualTo("prod-replica-a replicates from nothing");
    }

    @Test
    void replicas_none_passWithoutARequest() {
        ProbeResult result =
                new Probes().look("replicas-replicating", Map.of("InstanceId", TextNode.valueOf("prod")), aws.hub());

        assertThat(result.passed()).isTrue();
        assertThat(aws.requests()).isEmpty();
    }

    @Test
    void maintenance_pendingAndFarAway_passesAndTellsOfIt() {
        answers.put("DescribePendingMaintenanceActions", maintenance("2027-03-01T00:00:00Z", ""));

        ProbeResult result = maintenanceInHand();

        assertThat(result.passed()).isTrue();
        assertThat(result.seen()).isEqualTo("prod: system-update pending, forced at 2027-03-01T00:00:00Z");
    }

    @Test
    void maintenance_forcedSoonAndNotPlanned_fails() {
        answers.put("DescribePendingMaintenanceActions", maintenance("2026-12-05T00:00:00Z", ""));

        assertThat(maintenanceInHand().passed()).isFalse();
        assertThat(maintenanceInHand().resource()).isEqualTo("prod");
    }

    @Test
    void maintenance_forcedSoonButPlanned_passes() {
        answers.put("DescribePendingMaintenanceActions", maintenance("2026-12-05T00:00:00Z", "2026-11-29T03:00:00Z"));

        assertThat(maintenanceInHand().passed()).isTrue();
    }

    private ProbeResult look(String probe) {
        return new Probes().look(probe, ARGUMENTS, aws.hub());
    }

    private ProbeResult maintenanceInHand() {
        return new DatabaseMaintenanceInHand(NOON).look(ProbeArguments.of(ARGUMENTS), aws.hub());
    }

    private static String instances(String... instances) {
        return "<DBInstances>" + String.join("", List.of(instances)) + "</DBInstances>";
    }

    private static String database(String status) {
        return """
                <DBInstance><DBInstanceIdentifier>prod</DBInstanceIdentifier><DBInstanceStatus>%s</DBInstanceStatus>
                <DBParameterGroups><DBParameterGroup><DBParameterGroupName>own</DBParameterGroupName>
                <ParameterApplyStatus>in-sync</ParameterApplyStatus></DBParameterGroup></DBParameterGroups>
                <ReadReplicaSourceDBInstanceIdentifier/></DBInstance>""".formatted(status);
    }

    private static String replica(String status, String replication) {
        return """
                <DBInstance><DBInstanceIdentifier>prod-replica-a</DBInstanceIdentifier>
                <DBInstanceStatus>%s</DBInstanceStatus>
                <DBParameterGroups><DBParameterGroup><DBParameterGroupName>own</DBParameterGroupName>
                <ParameterApplyStatus>in-sync</ParameterApplyStatus></DBParameterGroup></DBParameterGroups>
                <ReadReplicaSourceDBInstanceIdentifier>prod</ReadReplicaSourceDBInstanceIdentifier>
                <StatusInfos><DBInstanceStatusInfo><StatusType>read replication</StatusType><Status>%s</Status>
                </DBInstanceStatusInfo></StatusInfos></DBInstance>""".formatted(status, replication);
    }

    private static String parameter(String value) {
        return """
                <Parameters><Parameter><ParameterName>rds.force_ssl</ParameterName>
                <ParameterValue>%s</ParameterValue></Parameter></Parameters>""".formatted(value);
    }

    private static String maintenance(String forced, String planned) {
        return """
                <PendingMaintenanceActions><ResourcePendingMaintenanceActions>
                <ResourceIdentifier>arn:aws:rds:eu-west-1:333333333333:db:prod</ResourceIdentifier>
                <PendingMaintenanceActionDetails><PendingMaintenanceAction><Action>system-update</Action>
                <ForcedApplyDate>%s</ForcedApplyDate><CurrentApplyDate>%s</CurrentApplyDate></PendingMaintenanceAction>
                </PendingMaintenanceActionDetails></ResourcePendingMaintenanceActions></PendingMaintenanceActions>""".formatted(forced, planned);
    }
}
