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
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;

/** What is changed behind the stacks' backs is found by a schedule, and is put back or left as the policy says. */
@ExtendWith(LocalDefault.class)
class DriftJourneyTest {

    private static final TargetKey DEV_TARGET = new TargetKey(DEV.id(), "eu-west-1");

    private final Journey journey;
    private final Drifts drifts;

    DriftJourneyTest(Journey journey) {
        this.journey = journey;
        this.drifts = new Drifts(journey);
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
    void property_changedByHand_isPutBackVerifiedAndRememberedWithWhoDidIt() {
        changeRetention(1);

        Ended run = journey.scheduled("dev");

        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(run.line(DEV, "network").action()).isEqualTo("revert");
        assertThat(journey.deployedRetention()).isEqualTo(7);
        assertThat(run.served().of(DEV, "ExecuteChangeSet")).isEqualTo(1);
        DriftRecord found = drifts.only(run);
        assertThat(found.target()).isEqualTo(DEV_TARGET);
        assertThat(found.state()).isEqualTo(DriftState.REVERTED);
        assertThat(found.told()).isTrue();
        assertThat(found.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.property()).isEqualTo("/RetentionInDays");
            assertThat(entry.declared()).isEqualTo("7");
            assertThat(entry.live()).isEqualTo("1");
            assertThat(entry.changedBy()).hasValueSatisfying(by -> {
                assertThat(by.event()).isEqualTo("PutRetentionPolicy");
                assertThat(by.who()).isEqualTo("arn:aws:iam::" + DEV.id() + ":root");
            });
        });
        assertThat(journey.command("drift", "show", "dev", "network"))
                .contains("by       arn:aws:iam::" + DEV.id() + ":root (PutRetentionPolicy) at 20");
        assertThat(journey.scheduled("dev").outcome()).isEqualTo(Outcome.UNCHANGED);
    }

    @ParameterizedTest
    @CsvSource({"report, reported", "ignore,"})
    void policy_reportOrIgnore_leavesItAndTellsOnce(String policy, String state) {
        drifts.policy(policy);
        journey.disturb(DEV, "network", "FlowLogGroup", Drifts.SHORTER);

        Ended first = journey.scheduled("dev");
        Ended second = journey.scheduled("dev");

        assertThat(journey.deployedRetention()).isEqualTo(1);
        assertThat(first.outcome()).as(first.toString()).isEqualTo(Outcome.UNCHANGED);
        assertThat(second.outcome()).as(second.toString()).isEqualTo(Outcome.UNCHANGED);
        if (state == null) {
            assertThat(journey.ledger().drifts().ofRun(first.run().id())).isEmpty();
        } else {
            assertThat(drifts.only(first).state().label()).isEqualTo(state);
            assertThat(drifts.only(second).count()).as("found again").isGreaterThan(1);
            assertThat(drifts.only(second).firstAt())
                    .isEqualTo(drifts.only(first).firstAt());
        }
        drifts.putBackByHand();
    }

    @Test
    void value_thatOnlyDetectionSees_isNotConfirmed() {
        // Not what RDS does by itself; a drift-aware change set leaves the versions of engines alone all the same.
        journey.disturb(DEV, "database", "Database", Map.of("set", Map.of("EngineVersion", "18.1")));

        Ended run = journey.scheduled("dev");

        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.UNCHANGED);
        assertThat(drifts.only(run).state()).isEqualTo(DriftState.UNCONFIRMED);
        assertThat(drifts.only(run).told()).isFalse();
        assertThat(run.served().of(DEV, "ExecuteChangeSet")).isZero();
        journey.disturb(DEV, "database", "Database", Map.of("set", Map.of("EngineVersion", "17.6")));
    }

    @Test
    void key_thatCloudTrailKnowsByItsArn_isToldWithWhoChangedIt() {
        Account dev = new Account(journey.administrator(DEV));
        String key = dev.physicalId("estate-secrets", "Key");
        dev.ask("kms", "TrentService.DisableKeyRotation", "{\"KeyId\":\"" + key + "\"}");

        Ended run = journey.scheduled("dev");

        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(drifts.only(run).entries().getFirst().changedBy())
                .hasValueSatisfying(by -> assertThat(by.event()).isEqualTo("DisableKeyRotation"));
    }

    @Test
    void setting_changedByHand_isPutBack() {
        Ec2.in(journey.administrator(DEV)).setEbsEncryptionByDefault(false);

        Ended run = journey.scheduled("dev");

        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(Ec2.in(journey.administrator(DEV)).ebsEncryptionByDefault()).isTrue();
        assertThat(drifts.only(run).subject()).isEqualTo(DriftRecord.SETTINGS);
        assertThat(drifts.only(run).state()).isEqualTo(DriftState.REVERTED);
        assertThat(drifts.only(run).entries())
                .extracting(DriftEntry::resource)
                .containsExactly("ebs-encryption-by-default");
        assertThat(drifts.only(run).entries().getFirst().changedBy()).hasValueSatisfying(by -> {
            assertThat(by.event()).isEqualTo("DisableEbsEncryptionByDefault");
            assertThat(by.who()).isEqualTo("arn:aws:iam::" + DEV.id() + ":root");
        });
    }

    @ParameterizedTest
    @CsvSource({"ask, rejected", "report, reported", "ignore,"})
    void setting_whosePolicyLeavesIt_isLeft(String policy, String state) {
        drifts.policyOfAll(policy);
        Ec2.in(journey.administrator(DEV)).setEbsEncryptionByDefault(false);

        String first = journey.schedule("dev");
        if (policy.equals("ask")) {
            journey.asked(first, DriftRecord.SETTINGS);
            journey.command("reject", first, "settings", "--reason", "it is wanted");
        }
        Ended ended = journey.ended(first);
        Ended second = journey.scheduled("dev");

        assertThat(ended.outcome().good()).as(ended.toString()).isEqualTo(!policy.equals("ask"));
        assertThat(second.outcome()).as(second.toString()).isEqualTo(Outcome.UNCHANGED);
        assertThat(Ec2.in(journey.administrator(DEV)).ebsEncryptionByDefault()).isFalse();
        assertThat(journey.ledger().drifts().ofRun(second.run().id()))
                .extracting(record -> record.state().label())
                .isEqualTo(state == null ? List.of() : List.of(state));
        Ec2.in(journey.administrator(DEV)).setEbsEncryptionByDefault(true);
    }

    /** As somebody does who has read access to the console, and a little more. */
    private void changeRetention(int days) {
        CloudWatchLogsClient logs =
                journey.administrator(DEV).client(CloudWatchLogsClient.class, CloudWatchLogsClient::builder);
        String group = logs.describeLogGroups(request -> request.logGroupNamePrefix("dev-vpc-flow-logs"))
                .logGroups()
                .getFirst()
                .logGroupName();
        logs.putRetentionPolicy(request -> request.logGroupName(group).retentionInDays(days));
    }
}
