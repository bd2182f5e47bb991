package dev.plumbline.journeys;

import static dev.plumbline.cli.local.LocalAccount.DEV;
import static dev.plumbline.cli.local.LocalAccount.PROD;
import static dev.plumbline.cli.local.LocalAccount.STAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plumbline.accounts.drift.DriftEntry;
import dev.plumbline.accounts.ledger.DriftRecord;
import dev.plumbline.accounts.ledger.DriftState;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.cli.local.LocalAccount;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What AWS does to databases and clusters by itself is told once, is neither put back nor a reason to fail, and is in
 * the way of no push; the line that declares it ends it. Each test has an account to itself, since nothing goes back.
 */
@ExtendWith(LocalDefault.class)
@LocalDefault.Spends
class AwsMovesJourneyTest {

    private final Journey journey;
    private final Drifts drifts;

    AwsMovesJourneyTest(Journey journey) {
        this.journey = journey;
        this.drifts = new Drifts(journey);
    }

    @BeforeEach
    void restore() {
        journey.organization().emulator().clearOffers();
        journey.restore();
    }

    @Test
    void database_upgradedAndGrownByRds_isToldOnceAndInTheWayOfNothing() {
        move(DEV, Map.of("engineVersions", Map.of("17.6", List.of("17.7")), "shortOfStorage", List.of("dev-app")));

        Ended first = journey.scheduled("dev");
        Ended second = journey.scheduled("dev");

        assertThat(first.outcome()).as(first.toString()).isEqualTo(Outcome.UNCHANGED);
        assertThat(first.served().of(DEV, "CreateChangeSet")).isZero();
        assertThat(second.outcome()).as(second.toString()).isEqualTo(Outcome.UNCHANGED);
        assertThat(drifts.only(first).told()).isTrue();
        assertThat(drifts.only(second))
                .extracting(DriftRecord::state, DriftRecord::count, DriftRecord::told)
                .containsExactly(DriftState.MOVED, 2L, true);
        assertThat(drifts.only(first).entries())
                .extracting(DriftEntry::property, DriftEntry::declared, DriftEntry::live)
                .containsExactly(tuple("/AllocatedStorage", "20", "30"), tuple("/EngineVersion", "17.6", "17.7"));
        assertThat(journey.command("drift"))
                .startsWith("0\n")
                .contains("moved", "environments/dev.yaml:70:3: AllocatedStorage: 30, EngineVersion: \"17.7\"");
        LiveTree baseline = journey.baseline();
        assertThat(journey.command(
                        "drift",
                        "show",
                        "dev",
                        "database",
                        "--live",
                        baseline.folder().toString()))
                .startsWith("0\n")
                .contains("-      EngineVersion: \"17.6\"", "+      EngineVersion: \"17.7\"", "AllocatedStorage: 30");
        assertThat(journey.command("drift", "revert", "dev", "database")).contains("AWS takes back for nobody");

        // Somebody changes it as well: that alone is put back, and what RDS has moved stays.
        journey.disturb(DEV, "database", "Database", Map.of("set", Map.of("DeletionProtection", true)));
        Ended reverted = journey.scheduled("dev");
        assertThat(reverted.outcome()).as(reverted.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(reverted.line(DEV, "database").action()).isEqualTo("revert");
        assertThat(database()).containsExactly("17.7", "30", "1", "false");
        assertThat(journey.scheduled("dev").outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(journey.command("drift")).startsWith("0\n").contains("EngineVersion: \"17.7\"");

        // A push that still declares what was before changes everything else.
        Ended pushed = journey.push(changedAt("17.6"));
        assertThat(pushed.outcome()).as(pushed.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(pushed.changed()).containsExactly("database");
        assertThat(database()).containsExactly("17.7", "30", "2", "false");

        // The lines that it was told to write end it, without a change of the database.
        Ended declared = journey.push(withStorage(changedAt("17.7")));
        assertThat(declared.outcome().good()).as(declared.toString()).isTrue();
        assertThat(declared.served().of(DEV, "ExecuteChangeSet")).isZero();
        journey.scheduled("dev");
        assertThat(journey.command("drift")).startsWith("0\n").doesNotContain("environments/dev.yaml");

        // And the next version is a change like any other.
        Ended next = journey.push(withStorage(changedAt("17.8")));
        assertThat(next.outcome()).as(next.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(database()).containsExactly("17.8", "30", "2", "false");
    }

    private static LiveTree withStorage(LiveTree tree) {
        return tree.replace("dev", "      MultiAz: \"false\"", "      AllocatedStorage: 30\n      MultiAz: \"false\"");
    }

    @Test
    void database_pushedBeforeAnybodyLooked_isVerifiedAsItIs() {
        move(STAGE, Map.of("engineVersions", Map.of("17.6", List.of("17.7")), "shortOfStorage", List.of("stage-app")));

        Ended pushed = journey.pushApproving(
                journey.baseline().replace("stage", "BackupRetentionDays: 7", "BackupRetentionDays: 8"));

        assertThat(pushed.outcome()).as(pushed.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(new Account(journey.administrator(STAGE))
                        .database("stage-app", "EngineVersion", "AllocatedStorage", "BackupRetentionPeriod"))
                .containsExactly("17.7", "30", "8");
    }

    @Test
    void cluster_upgradedByEksAtTheEndOfSupport_isToldAndInTheWayOfNothing() {
        journey.organization().emulator().offer(Map.of("supportEnds", Map.of("1.36", 1)));
        move(PROD, Map.of());

        Ended looked = journey.scheduled("prod");

        assertThat(looked.outcome()).as(looked.toString()).isEqualTo(Outcome.UNCHANGED);
        assertThat(journey.ledger().drifts().ofRun(looked.run().id()))
                .filteredOn(drift -> drift.subject().equals("cluster"))
                .singleElement()
                .satisfies(drift -> {
                    assertThat(drift.state()).isEqualTo(DriftState.MOVED);
                    assertThat(drift.reason()).endsWith("Version: \"1.37\"");
                });
        Ended pushed = journey.pushApproving(
                journey.baseline().replace("prod", "AccessLogRetentionDays: 365", "AccessLogRetentionDays: 400"));
        assertThat(pushed.outcome()).as(pushed.toString()).isEqualTo(Outcome.DEPLOYED);
        Ended declared =
                journey.pushApproving(journey.baseline().replace("prod", "Version: \"1.36\"", "Version: \"1.37\""));
        assertThat(declared.outcome().good()).as(declared.toString()).isTrue();
        journey.scheduled("prod");
        assertThat(journey.command("drift")).startsWith("0\n").doesNotContain("1.37");
    }

    /** What the databases are, with another property that is pushed beside their version. */
    private LiveTree changedAt(String version) {
        return journey.baseline()
                .replace("dev", "EngineVersion: \"17.6\"", "EngineVersion: \"" + version + "\"")
                .replace("dev", "BackupRetentionDays: 1", "BackupRetentionDays: 2");
    }

    private void move(LocalAccount account, Map<String, ?> more) {
        Map<String, Object> wanted = new HashMap<>(more);
        wanted.putAll(Map.of("account", account.id(), "region", "eu-west-1"));
        assertThat(journey.organization().emulator().move(wanted)).isNotEmpty();
    }

    /** Version, storage, days of backups and protection of the database of dev, as RDS tells them. */
    private List<String> database() {
        return new Account(journey.administrator(DEV))
                .database(
                        "dev-app", "EngineVersion", "AllocatedStorage", "BackupRetentionPeriod", "DeletionProtection");
    }
}
