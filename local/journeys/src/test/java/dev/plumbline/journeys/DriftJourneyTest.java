package dev.plumbline.journeys;

import static dev.plumbline.cli.local.LocalAccount.DEV;
import static dev.plumbline.cli.local.LocalAccount.PROD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.drift.DriftEntry;
import dev.plumbline.accounts.ec2.Ec2;
import dev.plumbline.accounts.ledger.DriftRecord;
import dev.plumbline.accounts.ledger.DriftState;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.estate.TargetKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is changed behind the stacks' backs, and what a schedule does about it. */
@ExtendWith(LocalDefault.class)
class DriftJourneyTest {

    private static final TargetKey DEV_TARGET = new TargetKey(DEV.id(), "eu-west-1");
    private static final Map<String, ?> SHORTER = Map.of("set", Map.of("retentionInDays", 1));

    private final Journey journey;

    DriftJourneyTest(Journey journey) {
        this.journey = journey;
    }

    @BeforeEach
    void restore() {
        journey.restore();
    }

    @Test
    void schedule_withNothingChanged_asksTwiceAStackAndTellsNobody() {
        Ended run = journey.scheduled("dev");

        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.UNCHANGED);
        int stacks = journey.target(DEV).stacks().size();
        assertThat(run.served().of(DEV, "DetectStackDrift")).isEqualTo(stacks);
        assertThat(run.served().of(DEV, "DescribeStackDriftDetectionStatus")).isEqualTo(stacks);
        assertThat(run.served().of(DEV, "CreateChangeSet")).isZero();
        assertThat(run.served().of(PROD, "DetectStackDrift")).isZero();
    }

    @Test
    void property_changedByHand_isPutBackVerifiedAndRemembered() {
        journey.disturb(DEV, "network", "FlowLogGroup", SHORTER);

        Ended run = journey.scheduled("dev");

        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(run.line(DEV, "network").action()).isEqualTo("revert");
        assertThat(journey.deployedRetention()).isEqualTo(7);
        assertThat(run.served().of(DEV, "ExecuteChangeSet")).isEqualTo(1);
        DriftRecord found = only(run);
        assertThat(found.target()).isEqualTo(DEV_TARGET);
        assertThat(found.state()).isEqualTo(DriftState.REVERTED);
        assertThat(found.told()).isTrue();
        assertThat(found.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.property()).isEqualTo("/RetentionInDays");
            assertThat(entry.declared()).isEqualTo("7");
            assertThat(entry.live()).isEqualTo("1");
        });
        assertThat(journey.scheduled("dev").outcome()).isEqualTo(Outcome.UNCHANGED);
    }

    @ParameterizedTest
    @CsvSource({"ask, asked, STALLED", "report, reported, UNCHANGED", "ignore, , UNCHANGED"})
    void policy_otherThanRevert_leavesItAndTellsOnce(String policy, String state, Outcome outcome) {
        journey.push(journey.baseline()
                .replace(
                        "dev",
                        "policies: { approvals: never }",
                        "policies: { approvals: never, drift: " + policy + " }"));
        journey.disturb(DEV, "network", "FlowLogGroup", SHORTER);

        Ended first = journey.scheduled("dev");
        Ended second = journey.scheduled("dev");

        assertThat(journey.deployedRetention()).isEqualTo(1);
        assertThat(second.outcome()).as(second.toString()).isEqualTo(Outcome.UNCHANGED);
        if (state == null) {
            assertThat(first.outcome()).as(first.toString()).isEqualTo(outcome);
            assertThat(journey.ledger().drifts().ofRun(first.run().id())).isEmpty();
        } else {
            assertThat(first.outcome().good()).as(first.toString()).isEqualTo(outcome == Outcome.UNCHANGED);
            assertThat(only(first).state().label()).isEqualTo(state);
            assertThat(only(second).count()).as("found again").isGreaterThan(1);
            assertThat(only(second).firstAt()).isEqualTo(only(first).firstAt());
        }
        journey.disturb(DEV, "network", "FlowLogGroup", Map.of("set", Map.of("retentionInDays", 7)));
    }

    @Test
    void database_deleted_asksAndIsMadeAgainOnlyWhereAPersonSaysSo() {
        journey.disturb(DEV, "database", "Database", Map.of("gone", true));

        Ended asked = journey.scheduled("dev");

        assertThat(asked.outcome()).as(asked.toString()).isEqualTo(Outcome.FAILED);
        assertThat(asked.line(DEV, "database").reason()).contains("Database (AWS::RDS::DBInstance)", "held data");
        assertThat(asked.served().of(DEV, "ExecuteChangeSet")).isZero();
        DriftRecord found = only(asked);
        assertThat(found.state()).isEqualTo(DriftState.ASKED);

        String run = "person-" + asked.run().id();
        journey.organization()
                .deployment()
                .reconcile(run, "it was empty anyway", List.of(DEV_TARGET), List.of(found.digest()));
        Ended put = journey.ended(run);

        assertThat(put.outcome()).as(put.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(only(put).state()).isEqualTo(DriftState.REVERTED);
    }

    @Test
    void value_thatAwsManagesItself_isNoDrift() {
        journey.disturb(DEV, "database", "Database", Map.of("set", Map.of("EngineVersion", "17.99")));

        Ended run = journey.scheduled("dev");

        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.UNCHANGED);
        assertThat(only(run).state()).isEqualTo(DriftState.UNCONFIRMED);
        assertThat(only(run).told()).isFalse();
        assertThat(run.served().of(DEV, "ExecuteChangeSet")).isZero();
        journey.disturb(DEV, "database", "Database", Map.of("set", Map.of("EngineVersion", "17.6")));
    }

    @Test
    void setting_changedByHand_isPutBack() {
        Ec2.in(journey.administrator(DEV)).setEbsEncryptionByDefault(false);

        Ended run = journey.scheduled("dev");

        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(Ec2.in(journey.administrator(DEV)).ebsEncryptionByDefault()).isTrue();
        assertThat(only(run).subject()).isEqualTo(DriftRecord.SETTINGS);
        assertThat(only(run).state()).isEqualTo(DriftState.REVERTED);
        assertThat(only(run).entries()).extracting(DriftEntry::resource).containsExactly("ebs-encryption-by-default");
    }

    @Test
    void commit_thatFailedInStage_reachesProdByNoSchedule() {
        int before = journey.deployedRetention(PROD, "prod");
        journey.faults(Map.of(
                "resources",
                List.of(Map.of("stack", "estate-broken", "logicalId", "Journal", "message", "the quota is used up"))));
        Ended failed = journey.push(journey.baseline()
                .write("blueprints/journal.yaml", Blueprints.JOURNAL)
                .addStack("stage", Blueprints.journal("broken", 7))
                .addStack("prod", Blueprints.journal("later", 7)));
        journey.disturb(PROD, "network", "FlowLogGroup", SHORTER);

        Ended run = journey.scheduled("prod");

        assertThat(failed.outcome()).as(failed.toString()).isEqualTo(Outcome.FAILED);
        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(journey.deployedRetention(PROD, "prod")).isEqualTo(before);
        assertThat(journey.target(PROD).stacks()).doesNotContainKey("later");
    }

    @Test
    void head_whoseWebhookNeverCame_isCaughtUpWithOnce() {
        String commit = journey.commitUnheard(
                journey.baseline().replace("dev", "FlowLogRetentionDays: 7", "FlowLogRetentionDays: 14"));
        int runs = journey.recentRuns();

        journey.catchUp();
        journey.catchUp();

        assertThat(journey.deployedRetention()).isEqualTo(14);
        assertThat(journey.recentRuns()).isEqualTo(runs + 1);
        assertThat(journey.ledger()
                        .heads()
                        .read(journey.organization().output("Branch"))
                        .commit())
                .isEqualTo(commit);
    }

    private DriftRecord only(Ended run) {
        List<DriftRecord> found = journey.ledger().drifts().ofRun(run.run().id());
        assertThat(found).as(run.toString()).hasSize(1);
        return found.getFirst();
    }
}
