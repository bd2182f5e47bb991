package dev.plumbline.journeys;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.cli.local.Checkout;
import dev.plumbline.cli.local.LocalAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * One parameter of a stack of each blueprint is changed: those stacks are touched, and what depends on what changed.
 */
@ExtendWith(LocalDefault.class)
class ParameterJourneyTest {

    /** A stack, and how its file is changed. */
    private record Change(String blueprint, String environment, String stack, String text, String by) {}

    /**
     * All in one push, as none of them is in the way of another. Those below need not ask: nobody is there to answer.
     */
    private static final List<Change> CHANGES = List.of(
            new Change(
                    "notifications",
                    "dev",
                    "notifications",
                    "TopicPrefix: dev\n",
                    "TopicPrefix: dev\n      InfoEmail: team@acme.example\n"),
            new Change("vpc", "dev", "network", "FlowLogRetentionDays: 7\n", "FlowLogRetentionDays: 14\n"),
            new Change("eks", "dev", "cluster", "AccessLogRetentionDays: 7\n", "AccessLogRetentionDays: 14\n"),
            new Change(
                    "rds-postgres",
                    "dev",
                    "database",
                    "EnhancedMonitoringSeconds: 0\n      LogRetentionDays: 7\n",
                    "EnhancedMonitoringSeconds: 0\n      LogRetentionDays: 14\n"),
            new Change(
                    "iam-roles",
                    "dev",
                    "roles",
                    "DeveloperAccess: power-user\n",
                    "DeveloperAccess: power-user\n      ReadOnlyHours: 2\n"),
            new Change(
                    "monitoring",
                    "dev",
                    "monitoring",
                    "LogRetentionDays: 7\n      # Something",
                    "LogRetentionDays: 14\n      # Something"),
            new Change(
                    "secrets",
                    "dev",
                    "secrets",
                    "    blueprint: secrets\n    parameters:\n",
                    "    blueprint: secrets\n    parameters:\n      LogRetentionDays: 30\n"),
            new Change(
                    "secret",
                    "dev",
                    "session-key",
                    "    policies: { approvals: never }\n    parameters:\n      SecretName",
                    "    policies: { approvals: never }\n    parameters:\n      UnusedDays: 30\n      SecretName"),
            new Change("application", "dev", "application", "ReplicasMaximum: 2\n", "ReplicasMaximum: 3\n"),
            new Change(
                    "openvpn",
                    "shared-services",
                    "vpn",
                    "UbuntuRelease: \"24.04\"\n",
                    "UbuntuRelease: \"24.04\"\n      LogRetentionDays: 30\n"),
            new Change(
                    "dns",
                    "shared-services",
                    "dns",
                    "PrivateZoneName: shared",
                    "ChildNameD: lab.acme.example\n      ChildAccountIdD: \"111111111111\"\n      PrivateZoneName: shared"),
            new Change(
                    "ci",
                    "shared-services",
                    "ci",
                    "01234567-89ab-cdef-0123-456789abcdef",
                    "89abcdef-89ab-cdef-0123-456789abcdef"),
            new Change(
                    "server-access",
                    "dev",
                    "server-access",
                    "EnvironmentName: dev\n      LogRetentionDays: 30\n",
                    "EnvironmentName: dev\n      LogRetentionDays: 60\n"),
            new Change(
                    "iam-users",
                    "security",
                    "people",
                    "BillingAccountIds: [\"111111111111\", ",
                    "BillingAccountIds: ["),
            new Change(
                    "audit-trail",
                    "security",
                    "audit",
                    "TrailBucketName: acme-audit-trail\n",
                    "TrailBucketName: acme-audit-trail\n      RetentionDays: 3000\n      ManagementAccountId: \"999999999999\"\n"),
            new Change("security-baseline", "dev", "baseline", "RecordedTypes: rules\n", "RecordedTypes: all\n"),
            new Change("iam-user", "security", "alice", "Groups: [read-only, developer]", "Groups: [read-only]"));

    /** The organisation's id at CircleCI is an output of ci: what refers to it changes, too. */
    private static final Set<String> DEPENDENT = Set.of("shared-services/app-images");

    private final Journey journey;

    ParameterJourneyTest(Journey journey) {
        this.journey = journey;
    }

    @Test
    void push_oneParameterOfEachBlueprint_touchesThoseStacksAndTheirDependentsAlone() {
        journey.restore();
        LiveTree tree = journey.baseline();
        CHANGES.forEach(change -> tree.replace(change.environment(), change.text(), change.by()));

        Ended run = journey.pushApproving(tree);

        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(touched(run)).isEqualTo(expected());
        assertThat(run.lines())
                .filteredOn(line -> !line.action().equals("none"))
                .allMatch(line -> line.verdict() == Verdict.HEALTHY);
        // A zone there refers to the one above, which is changed: it is decided that nothing follows, and nothing is
        // tried.
        for (LocalAccount untouched : List.of(LocalAccount.STAGE, LocalAccount.PROD)) {
            assertThat(run.served().of(untouched, "CreateChangeSet"))
                    .as(untouched.name())
                    .isZero();
        }
        assertThat(journey.pushApproving(journey.baseline()).outcome()).isEqualTo(Outcome.DEPLOYED);
    }

    @Test
    void changes_blueprintsThatThereAre_leaveNoneOut() throws IOException {
        Path index = Checkout.current().exampleEstate().resolve("../../blueprints/index.txt");
        TreeSet<String> changed = CHANGES.stream().map(Change::blueprint).collect(toCollection(TreeSet::new));
        // Of this one a parameter is changed that is another stack's output.
        changed.add("ci-application");

        try (Stream<String> lines = Files.lines(index)) {
            assertThat(changed)
                    .containsAll(lines.filter(line -> !line.startsWith("#"))
                            .map(line -> line.split("/", 2)[0])
                            .toList());
        }
    }

    private static Set<String> expected() {
        Set<String> expected = new TreeSet<>(DEPENDENT);
        CHANGES.forEach(change -> expected.add(change.environment() + "/" + change.stack()));
        return expected;
    }

    private static Set<String> touched(Ended run) {
        return run.lines().stream()
                .filter(line -> !line.action().equals("none"))
                .map(line -> line.environment() + "/" + line.stack().stack())
                .collect(toCollection(TreeSet::new));
    }
}
