package dev.plumbline.journeys;

import static dev.plumbline.cli.local.LocalAccount.DEV;
import static java.util.Map.entry;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.plumbline.accounts.ledger.DriftRecord;
import dev.plumbline.accounts.ledger.DriftState;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.stacks.StackResource;
import dev.plumbline.accounts.stacks.Stacks;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Resources of each kind that the blueprints have are changed and deleted behind their stacks' backs, one in each stack
 * at a time: found, put back, verified, and nothing else touched. The campaign goes through all; a build through a
 * sample.
 */
@ExtendWith(LocalDefault.class)
class DriftOfEachKindJourneyTest {

    private static final int SAMPLE = 2;
    private static final boolean ALL = Boolean.getBoolean("plumbline.campaign");
    private static final Map<String, ?> GONE = Map.of("gone", true);

    /** By stack; the emulator's names of the fields. Deleting what holds data is another test's: it asks. */
    private static final Map<String, List<Disturbance>> TABLE = Map.ofEntries(
            entry(
                    "network",
                    List.of(
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
                            gone("InternetGatewayAttachment"))),
            entry(
                    "notifications",
                    List.of(changed("AlarmTopic", "attributes.DisplayName", "somebody's"), gone("InfoTopic"))),
            entry(
                    "cluster",
                    List.of(
                            changed("Key", "KeyRotationEnabled", false),
                            gone("ApiServerFailingAlarm"),
                            changed("ApiServerFailingAlarm", "Threshold", 99_999.0),
                            gone("MetricsServerAddon"),
                            gone("ManifestsIngress"),
                            gone("ManifestsAccess"),
                            changed("ManifestsLogs", "retentionInDays", 1))),
            entry(
                    "database",
                    List.of(
                            changed("DatabaseLogs", "retentionInDays", 1),
                            gone("ClientsToDatabase"),
                            changed("DatabaseSecurityGroup", "IpPermissionsEgress", List.of()),
                            gone("DatabaseCpuTooHighAlarm"))),
            entry(
                    "server-access",
                    List.of(
                            changed("Recordings", "retentionInDays", 1),
                            gone("Preferences"),
                            changed("Key", "KeyRotationEnabled", false))),
            entry("monitoring", List.of(gone("Dashboard"), gone("WatchedLogsASilentAlarm"))),
            entry("secrets", List.of(changed("RotationLogs", "retentionInDays", 1), gone("RotationFailedAlarm"))),
            entry(
                    "baseline",
                    List.of(
                            gone("RestrictedSshRule"),
                            gone("Analyzer"),
                            gone("Authorization"),
                            gone("Channel"),
                            gone("Recorder"))));

    private final Journey journey;

    DriftOfEachKindJourneyTest(Journey journey) {
        this.journey = journey;
    }

    private record Disturbance(String logicalId, Map<String, ?> how) {

        boolean deletes() {
            return how.equals(GONE);
        }
    }

    private static Disturbance changed(String logicalId, String field, Object value) {
        return new Disturbance(logicalId, Map.of("set", Map.of(field, value)));
    }

    private static Disturbance gone(String logicalId) {
        return new Disturbance(logicalId, GONE);
    }

    @TestFactory
    Stream<DynamicTest> schedule_resourceOfEachKindDisturbed_putsItBackAlone() {
        journey.restore();
        int rounds = TABLE.values().stream().mapToInt(List::size).max().orElseThrow();
        return IntStream.range(0, ALL ? rounds : SAMPLE)
                .mapToObj(round -> dynamicTest("round " + round, () -> disturbAndPutBack(round)));
    }

    private void disturbAndPutBack(int round) {
        Map<String, Disturbance> disturbed = new TreeMap<>();
        TABLE.forEach((stack, rows) -> disturbed.put(stack, rows.get(round % rows.size())));
        Map<String, Map<String, String>> before =
                disturbed.keySet().stream().collect(Collectors.toMap(Function.identity(), this::physicalIds));
        disturbed.forEach((stack, how) -> journey.disturb(DEV, stack, how.logicalId(), how.how()));

        Ended run = journey.scheduled("dev");

        assertThat(run.outcome()).as(disturbed + " " + run).isEqualTo(Outcome.DEPLOYED);
        assertThat(run.served().of(DEV, "ExecuteChangeSet")).isEqualTo(disturbed.size());
        Map<String, DriftRecord> found = journey
                .ledger()
                .drifts()
                .ofRun(run.run().id())
                .stream()
                .collect(Collectors.toMap(DriftRecord::subject, Function.identity()));
        disturbed.forEach((stack, how) -> {
            assertThat(found).containsKey(stack);
            DriftRecord record = requireNonNull(found.get(stack));
            assertThat(record.state()).as(stack + " " + record).isEqualTo(DriftState.REVERTED);
            assertThat(record.entries())
                    .extracting(entry -> entry.resource())
                    .as(stack)
                    .containsOnly(how.logicalId());
            if (!how.deletes()) {
                assertThat(physicalIds(stack)).as(stack).isEqualTo(before.get(stack));
            }
        });
        assertThat(found.keySet()).isEqualTo(Set.copyOf(disturbed.keySet()));
        assertThat(journey.scheduled("dev").outcome()).isEqualTo(Outcome.UNCHANGED);
    }

    private Map<String, String> physicalIds(String stack) {
        return Stacks.in(journey.administrator(DEV)).resources("estate-" + stack).stream()
                .collect(Collectors.toMap(StackResource::logicalId, StackResource::physicalId));
    }
}
