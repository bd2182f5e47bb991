package dev.plumbline.journeys;

import static dev.plumbline.cli.local.LocalAccount.DEV;
import static dev.plumbline.cli.local.LocalAccount.PROD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.accounts.drift.DriftEntry;
import dev.plumbline.accounts.ec2.Ec2;
import dev.plumbline.accounts.ledger.DriftRecord;
import dev.plumbline.accounts.ledger.DriftState;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Question;
import dev.plumbline.cli.local.Delivery;
import dev.plumbline.estate.TargetKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;

/** What is changed behind the stacks' backs, and what a schedule does about it. */
@ExtendWith(LocalDefault.class)
class DriftJourneyTest {

    private static final TargetKey DEV_TARGET = new TargetKey(DEV.id(), "eu-west-1");
    private static final Map<String, ?> SHORTER = Map.of("set", Map.of("retentionInDays", 1));

    /** Three days become less than three seconds. */
    private static final double HURRIED = 0.00001;

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
    void property_changedByHand_isPutBackVerifiedAndRememberedWithWhoDidIt() {
        changeRetention(1);

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
        policy(policy);
        journey.disturb(DEV, "network", "FlowLogGroup", SHORTER);

        Ended first = journey.scheduled("dev");
        Ended second = journey.scheduled("dev");

        assertThat(journey.deployedRetention()).isEqualTo(1);
        assertThat(first.outcome()).as(first.toString()).isEqualTo(Outcome.UNCHANGED);
        assertThat(second.outcome()).as(second.toString()).isEqualTo(Outcome.UNCHANGED);
        if (state == null) {
            assertThat(journey.ledger().drifts().ofRun(first.run().id())).isEmpty();
        } else {
            assertThat(only(first).state().label()).isEqualTo(state);
            assertThat(only(second).count()).as("found again").isGreaterThan(1);
            assertThat(only(second).firstAt()).isEqualTo(only(first).firstAt());
        }
        putBackByHand();
    }

    @Test
    void policy_ask_asksOnceAndPutsBackWhatWasApproved() {
        policy("ask");
        journey.disturb(DEV, "network", "FlowLogGroup", SHORTER);

        String run = journey.schedule("dev");
        Question question = journey.asked(run, "network");
        Ended second = journey.scheduledMeanwhile("dev");

        assertThat(journey.deployedRetention()).isEqualTo(1);
        assertThat(second.outcome()).as(second.toString()).isEqualTo(Outcome.UNCHANGED);
        assertThat(second.line(DEV, "network").reason()).contains("Run " + run + " asks");
        assertThat(only(second).state()).isEqualTo(DriftState.ASKED);
        assertThat(only(second).told()).isTrue();
        assertThat(journey.ledger().questions().open()).hasSize(1);
        assertThat(question.text()).contains("RetentionInDays is 1, declared 7", "the policy of FlowLogGroup is ask");
        assertThat(journey.command("drift", "list", "dev"))
                .contains("asked", question.command("approve"), question.command("reject"));
        assertThat(journey.command("drift", "show", "dev", "network")).contains(question.command("approve"));

        assertThat(journey.command("approve", run, "network", "--reason", "nobody wanted that"))
                .startsWith("0\n")
                .contains("RetentionInDays is 1");
        Ended approved = journey.ended(run);

        assertThat(approved.outcome()).as(approved.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(approved.line(DEV, "network").action()).isEqualTo("revert");
        assertThat(journey.deployedRetention()).isEqualTo(7);
        assertThat(only(approved).state()).isEqualTo(DriftState.REVERTED);
    }

    @Test
    void ask_rejected_isLeftAndNotAskedAgainUntilItDiffersOtherwise() {
        policy("ask");
        journey.disturb(DEV, "network", "FlowLogGroup", SHORTER);
        String run = journey.schedule("dev");
        journey.asked(run, "network");

        assertThat(journey.command("reject", run, "network", "--reason", "it is wanted"))
                .startsWith("0\n");
        Ended rejected = journey.ended(run);
        Ended next = journey.scheduled("dev");

        assertThat(rejected.outcome()).as(rejected.toString()).isEqualTo(Outcome.FAILED);
        assertThat(rejected.line(DEV, "network").reason()).contains("rejected by arn:aws:", "it is wanted");
        assertThat(next.outcome()).as(next.toString()).isEqualTo(Outcome.UNCHANGED);
        assertThat(only(next).state()).isEqualTo(DriftState.REJECTED);
        assertThat(next.served().of(DEV, "ExecuteChangeSet")).isZero();
        assertThat(journey.command("drift", "list", "dev"))
                .contains("rejected", "it is wanted", "plumbline drift revert dev/eu-west-1 network");
        journey.disturb(DEV, "network", "FlowLogGroup", Map.of("set", Map.of("retentionInDays", 3)));
        String other = journey.schedule("dev");
        journey.asked(other, "network");

        journey.command("approve", other, "network", "--reason", "not three");
        Ended put = journey.ended(other);
        assertThat(put.outcome()).as(put.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(journey.deployedRetention()).isEqualTo(7);
    }

    @Test
    void ask_expired_isAskedAgainByTheNextScheduleAndSettlesItselfOnceItIsGone() {
        policy("ask");
        journey.disturb(DEV, "network", "FlowLogGroup", SHORTER);
        journey.faults(Map.of("sweepScale", HURRIED));
        String run = journey.schedule("dev");
        journey.expire(journey.asked(run, "network"));
        Ended expired = journey.ended(run);
        journey.faults(Map.of("sweepScale", 1));

        assertThat(expired.outcome()).as(expired.toString()).isEqualTo(Outcome.FAILED);
        assertThat(expired.line(DEV, "network").reason()).contains("expired");
        assertThat(journey.command("drift", "list", "dev")).contains("the next scheduled run asks again");

        String again = journey.schedule("dev");
        journey.asked(again, "network");
        putBackByHand();
        Ended looked = journey.scheduledMeanwhile("dev");
        Ended settled = journey.ended(again);

        assertThat(looked.outcome()).as(looked.toString()).isEqualTo(Outcome.UNCHANGED);
        assertThat(settled.outcome()).as(settled.toString()).isEqualTo(Outcome.UNCHANGED);
        assertThat(settled.line(DEV, "network").reason()).contains("the drift is there no more");
        assertThat(only(settled).state()).isEqualTo(DriftState.GONE);
    }

    @Test
    void ask_byTwoSchedulesAtOnce_isOneQuestion() {
        journey.disturb(DEV, "database", "Database", Map.of("gone", true));

        List<String> runs = List.of(journey.schedule("dev"), journey.schedule("dev"));
        Question question = await().atMost(Duration.ofMinutes(2))
                .until(
                        () -> journey.ledger().questions().open().stream()
                                .filter(open -> open.taskToken().isPresent())
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
        String other = runs.stream()
                .filter(run -> !run.equals(question.run()))
                .findFirst()
                .orElseThrow();
        journey.over(other);

        assertThat(journey.ledger().questions().open()).hasSize(1);
        assertThat(journey.ledger().questions().of(other)).isEmpty();
        assertThat(question.text()).contains("Database (AWS::RDS::DBInstance)", "held data");
        assertThat(journey.command("drift", "show", "dev", "database")).contains("by       not told by CloudTrail");

        journey.command("approve", question.run(), "database", "--reason", "it was empty");
        Ended restored = journey.ended(question.run());
        assertThat(restored.outcome()).as(restored.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(only(restored).state()).isEqualTo(DriftState.REVERTED);
        assertThat(journey.scheduled("dev").outcome()).isEqualTo(Outcome.UNCHANGED);
    }

    @Test
    void database_deletedAndPutBackByCommand_needsNoAnswerToTheQuestion() {
        journey.disturb(DEV, "database", "Database", Map.of("gone", true));
        String asking = journey.schedule("dev");
        journey.asked(asking, "database");

        assertThat(journey.command("drift", "revert", "dev", "database", "--reason", "it was empty anyway"))
                .startsWith("0\n");
        Ended settled = journey.ended(asking);

        assertThat(settled.outcome().good()).as(settled.toString()).isTrue();
        assertThat(settled.line(DEV, "database").reason()).contains("the drift is there no more");
        assertThat(only(settled).state()).isEqualTo(DriftState.REVERTED);
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
    void key_thatCloudTrailKnowsByItsArn_isToldWithWhoChangedIt() {
        Account dev = new Account(journey.administrator(DEV));
        String key = dev.physicalId("estate-secrets", "Key");
        dev.ask("kms", "TrentService.DisableKeyRotation", "{\"KeyId\":\"" + key + "\"}");

        Ended run = journey.scheduled("dev");

        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(only(run).entries().getFirst().changedBy())
                .hasValueSatisfying(by -> assertThat(by.event()).isEqualTo("DisableKeyRotation"));
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
        assertThat(only(run).entries().getFirst().changedBy()).hasValueSatisfying(by -> {
            assertThat(by.event()).isEqualTo("DisableEbsEncryptionByDefault");
            assertThat(by.who()).isEqualTo("arn:aws:iam::" + DEV.id() + ":root");
        });
    }

    @Test
    void setting_whosePolicyAsks_isPutBackOnceSomebodySaysSo() {
        policyOfAll("ask");
        Ec2.in(journey.administrator(DEV)).setEbsEncryptionByDefault(false);

        String run = journey.schedule("dev");
        Question question = journey.asked(run, DriftRecord.SETTINGS);
        Ended second = journey.scheduledMeanwhile("dev");

        assertThat(second.outcome()).as(second.toString()).isEqualTo(Outcome.UNCHANGED);
        assertThat(journey.ledger().questions().open()).hasSize(1);
        assertThat(question.text()).contains("setting ebs-encryption-by-default is false, declared true");
        assertThat(journey.command("drift", "show", "dev", "settings")).contains(question.command("approve"));
        assertThat(Ec2.in(journey.administrator(DEV)).ebsEncryptionByDefault()).isFalse();

        assertThat(journey.command("approve", run, "dev/eu-west-1/settings", "--reason", "nobody wanted that"))
                .startsWith("0\n");
        Ended approved = journey.ended(run);

        assertThat(approved.outcome()).as(approved.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(Ec2.in(journey.administrator(DEV)).ebsEncryptionByDefault()).isTrue();
        assertThat(only(approved).state()).isEqualTo(DriftState.REVERTED);
    }

    @ParameterizedTest
    @CsvSource({"ask, rejected", "report, reported", "ignore,"})
    void setting_whosePolicyLeavesIt_isLeft(String policy, String state) {
        policyOfAll(policy);
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

    @Test
    void resource_whosePolicyIsItsOwn_isLeftWhileTheRestOfItsStackIsPutBack() {
        Ended pushed = journey.push(
                journey.baseline()
                        .replace(
                                "dev",
                                "    policies: { approvals: never }\n    parameters:\n      VpcName",
                                "    policies: { resources: { FlowLogGroup: { drift: ignore } } }\n    parameters:\n      VpcName"));
        assertThat(pushed.outcome().good()).as(pushed.toString()).isTrue();
        journey.disturb(DEV, "network", "FlowLogGroup", SHORTER);
        Ended ignored = journey.scheduled("dev");
        assertThat(ignored.outcome()).as(ignored.toString()).isEqualTo(Outcome.UNCHANGED);
        assertThat(journey.ledger().drifts().ofRun(ignored.run().id())).isEmpty();

        journey.disturb(DEV, "network", "FlowLog", Map.of("gone", true));
        String run = journey.schedule("dev");
        Question question = journey.asked(run, "network");

        assertThat(question.text())
                .contains("FlowLog (AWS::EC2::FlowLog) is gone", "the policy of FlowLogGroup is ignore");
        journey.command("approve", run, "network", "--reason", "both");
        assertThat(journey.ended(run).outcome()).isEqualTo(Outcome.DEPLOYED);
        assertThat(journey.deployedRetention()).isEqualTo(7);
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
    void schedule_whileAPushWaitsForAnApproval_takesNeitherStackNorSettingBack() {
        journey.push(archived("first"));
        Delivery pushed = journey.send(archived("second")
                .replace("dev", "FlowLogRetentionDays: 7", "FlowLogRetentionDays: 30")
                .replaceInRoot("ebs-encryption-by-default: true", "ebs-encryption-by-default: false"));
        Question question = journey.asked(pushed, "archive");

        Ended run = journey.scheduledMeanwhile("dev");

        assertThat(run.outcome().good()).as(run.toString()).isTrue();
        assertThat(journey.deployedRetention()).isEqualTo(30);
        assertThat(Ec2.in(journey.administrator(DEV)).ebsEncryptionByDefault()).isFalse();
        journey.command("approve", question.run(), question.place(), "--reason", "the second it is");
        assertThat(journey.ended(pushed).outcome()).isEqualTo(Outcome.DEPLOYED);
        assertThat(journey.scheduled("dev").outcome()).isEqualTo(Outcome.UNCHANGED);
    }

    private LiveTree archived(String name) {
        return journey.baseline()
                .write("blueprints/archive.yaml", Blueprints.ARCHIVE)
                .addStack("dev", Blueprints.archive("archive", name, ""));
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

    private void policy(String drift) {
        journey.push(journey.baseline()
                .replace(
                        "dev",
                        "policies: { approvals: never }",
                        "policies: { approvals: never, drift: " + drift + " }"));
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

    /** For the whole environment, and so for its settings. */
    private void policyOfAll(String drift) {
        journey.push(journey.baseline()
                .replace("dev", "environment: dev\n", "environment: dev\npolicies: { drift: " + drift + " }\n"));
    }

    private void putBackByHand() {
        journey.disturb(DEV, "network", "FlowLogGroup", Map.of("set", Map.of("retentionInDays", 7)));
    }

    private DriftRecord only(Ended run) {
        List<DriftRecord> found = journey.ledger().drifts().ofRun(run.run().id());
        assertThat(found).as(run.toString()).hasSize(1);
        return found.getFirst();
    }
}
