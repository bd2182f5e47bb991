package dev.plumbline.journeys;

import static dev.plumbline.cli.local.LocalAccount.DEV;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.accounts.ec2.Ec2;
import dev.plumbline.accounts.ledger.DriftRecord;
import dev.plumbline.accounts.ledger.DriftState;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Question;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A person is asked about drift: once, until it is answered, is over, or is there no more. */
@ExtendWith(LocalDefault.class)
class DriftQuestionJourneyTest {

    /** Three days become less than three seconds. */
    private static final double HURRIED = 0.00001;

    private final Journey journey;
    private final Drifts drifts;

    DriftQuestionJourneyTest(Journey journey) {
        this.journey = journey;
        this.drifts = new Drifts(journey);
    }

    @BeforeEach
    void restore() {
        journey.restore();
    }

    @Test
    void policy_ask_asksOnceAndPutsBackWhatWasApproved() {
        drifts.policy("ask");
        journey.disturb(DEV, "network", "FlowLogGroup", Drifts.SHORTER);

        String run = journey.schedule("dev");
        Question question = journey.asked(run, "network");
        Ended second = journey.scheduledMeanwhile("dev");

        assertThat(journey.deployedRetention()).isEqualTo(1);
        assertThat(second.outcome()).as(second.toString()).isEqualTo(Outcome.UNCHANGED);
        assertThat(second.line(DEV, "network").reason()).contains("Run " + run + " asks");
        assertThat(drifts.only(second).state()).isEqualTo(DriftState.ASKED);
        assertThat(drifts.only(second).told()).isTrue();
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
        assertThat(drifts.only(approved).state()).isEqualTo(DriftState.REVERTED);
    }

    @Test
    void ask_rejected_isLeftAndNotAskedAgainUntilItDiffersOtherwise() {
        drifts.policy("ask");
        journey.disturb(DEV, "network", "FlowLogGroup", Drifts.SHORTER);
        String run = journey.schedule("dev");
        journey.asked(run, "network");

        assertThat(journey.command("reject", run, "network", "--reason", "it is wanted"))
                .startsWith("0\n");
        Ended rejected = journey.ended(run);
        Ended next = journey.scheduled("dev");

        assertThat(rejected.outcome()).as(rejected.toString()).isEqualTo(Outcome.FAILED);
        assertThat(rejected.line(DEV, "network").reason()).contains("rejected by arn:aws:", "it is wanted");
        assertThat(next.outcome()).as(next.toString()).isEqualTo(Outcome.UNCHANGED);
        assertThat(drifts.only(next).state()).isEqualTo(DriftState.REJECTED);
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
        drifts.policy("ask");
        journey.disturb(DEV, "network", "FlowLogGroup", Drifts.SHORTER);
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
        drifts.putBackByHand();
        Ended looked = journey.scheduledMeanwhile("dev");
        Ended settled = journey.ended(again);

        assertThat(looked.outcome()).as(looked.toString()).isEqualTo(Outcome.UNCHANGED);
        assertThat(settled.outcome()).as(settled.toString()).isEqualTo(Outcome.UNCHANGED);
        assertThat(settled.line(DEV, "network").reason()).contains("the drift is there no more");
        assertThat(drifts.only(settled).state()).isEqualTo(DriftState.GONE);
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
        assertThat(drifts.only(restored).state()).isEqualTo(DriftState.REVERTED);
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
        assertThat(drifts.only(settled).state()).isEqualTo(DriftState.REVERTED);
    }

    @Test
    void setting_whosePolicyAsks_isPutBackOnceSomebodySaysSo() {
        drifts.policyOfAll("ask");
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
        assertThat(drifts.only(approved).state()).isEqualTo(DriftState.REVERTED);
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
        journey.disturb(DEV, "network", "FlowLogGroup", Drifts.SHORTER);
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
}
