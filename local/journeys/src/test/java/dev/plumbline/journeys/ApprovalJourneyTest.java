package dev.plumbline.journeys;

import static dev.plumbline.cli.local.LocalAccount.DEV;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Phase;
import dev.plumbline.accounts.ledger.Question;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.cli.local.Delivery;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Parameter;

/** A dangerous change, from the push to a person's answer and what comes of it. */
@ExtendWith(LocalDefault.class)
class ApprovalJourneyTest {

    private static final String UNASKED = "Follows: \"\" }\n    policies: { approvals: never }";

    /** Three days become less than three seconds. */
    private static final double HURRIED = 0.00001;

    private final Journey journey;
    private final Account dev;
    private Ended before;

    ApprovalJourneyTest(Journey journey) {
        this.journey = journey;
        this.dev = new Account(journey.administrator(DEV));
    }

    @BeforeEach
    void restore() {
        journey.restore();
        before = journey.push(softened("first"));
        assertThat(before.outcome().good()).as(before.toString()).isTrue();
    }

    @Test
    void approve_replacement_isMadeOnceAndWhatDoesNotNeedItWentOnBefore() {
        Delivery pushed = journey.send(tree("second", 14));
        Question question = journey.asked(pushed, "archive");

        assertThat(question.text()).contains("replaces Archive", "because of LogGroupName");
        assertThat(journey.target(DEV).lease())
                .as("the lease while people are asked")
                .isEmpty();
        assertThat(journey.ledger().progress().lines(question.run()))
                .anySatisfy(line -> {
                    assertThat(line.stack().stack()).isEqualTo("journal");
                    assertThat(line.verdict()).isEqualTo(Verdict.HEALTHY);
                })
                .anySatisfy(line -> {
                    assertThat(line.stack().stack()).isEqualTo("follower");
                    assertThat(line.phase()).isEqualTo(Phase.WAITING);
                });
        assertThat(journey.command("status")).contains(question.command("approve"));
        assertThat(journey.command("runs")).contains("asking");

        String approved = journey.command(
                "approve",
                question.run(),
                "dev/archive",
                "--changes",
                question.changesId(),
                "--reason",
                "nothing reads it");
        Ended run = journey.ended(pushed);

        assertThat(approved).startsWith("0\n").contains("approved by arn:aws:");
        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(run.line(DEV, "follower").verdict()).isEqualTo(Verdict.HEALTHY);
        // The archive and the journal; what the follower is told changes none of its resources.
        assertThat(run.served().of(DEV, "ExecuteChangeSet")).isBetween(2, 3);
        assertThat(journey.ledger().questions().of(question.run()))
                .singleElement()
                .satisfies(kept -> assertThat(kept.answer()).hasValueSatisfying(answer -> {
                    assertThat(answer.who().arn()).startsWith("arn:aws:");
                    assertThat(answer.why()).isEqualTo("nothing reads it");
                }));
        assertThat(journey.command("approve", question.run(), "archive", "--reason", "again"))
                .startsWith("0\n")
                .contains("nothing reads it");
    }

    /** Threat model: a commit is not its own judge. */
    @Test
    void push_thatSoftensTheRuleItIsJudgedBy_asksAndSoDoesTheNextWhileItIsInFlight() {
        Ended asking = journey.push(tree("first", 7));
        assertThat(asking.outcome()).as(asking.toString()).isEqualTo(Outcome.UNCHANGED);

        Delivery attack = journey.send(softened("second"));
        assertThat(journey.asked(attack, "(rules)").text())
                .contains("softens the rules", "approvals of dev/archive: destructive becomes never");
        Delivery second = journey.send(softened("third"));
        Question rules = journey.asked(second, "(rules)");
        assertThat(journey.command("approve", rules.run(), rules.place(), "--reason", "they may, from the next on"))
                .startsWith("0\n");
        Question question = journey.asked(second, "archive");
        assertThat(question.text())
                .contains("replaces Archive", "'approvals: destructive' of commit")
                .contains(asking.run().commit());
        assertThat(journey.command("reject", question.run(), "archive", "--reason", "nobody spoke of that"))
                .startsWith("0\n");
        assertThat(journey.ended(attack).outcome()).isEqualTo(Outcome.OVERTAKEN);
        Ended run = journey.ended(second);
        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.FAILED);
        assertThat(run.served().of(DEV, "ExecuteChangeSet")).isZero();

        Delivery third = journey.send(softened("fourth"));
        assertThat(journey.asked(third, "(rules)").text())
                .as("what was pushed twice and never deployed")
                .contains("approvals of dev/archive: destructive becomes never");
    }

    /** Threat model: the rule is softened by a push that does nothing else, so that the next can do anything. */
    @Test
    void push_thatOnlySoftensARule_asks_andItHoldsOnceAPersonHasAllowedIt() {
        assertThat(journey.push(tree("first", 7)).outcome()).isEqualTo(Outcome.UNCHANGED);

        Delivery refused = journey.send(softened("first"));
        Question question = journey.asked(refused, "(rules)");
        assertThat(journey.command("reject", question.run(), "dev/rules", "--reason", "why should it"))
                .startsWith("0\n");
        Ended nothing = journey.ended(refused);
        assertThat(nothing.outcome()).as(nothing.toString()).isEqualTo(Outcome.FAILED);
        assertThat(nothing.served().of(DEV, "CreateChangeSet")).isZero();

        Delivery allowed = journey.send(softened("first").write("README.md", "Once more.\n"));
        assertThat(journey.command(
                        "approve", journey.asked(allowed, "(rules)").run(), "rules", "--reason", "it is only dev"))
                .startsWith("0\n");
        assertThat(journey.ended(allowed).outcome().good()).isTrue();

        Ended unasked = journey.push(softened("second"));
        assertThat(unasked.outcome()).as(unasked.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(journey.ledger().questions().of(unasked.run().id())).isEmpty();
    }

    @Test
    void reject_replacement_changesNothingAndSkipsWhatNeedsIt() {
        Delivery pushed = journey.send(tree("second", 7));
        Question question = journey.asked(pushed, "archive");

        assertThat(journey.command("reject", question.run(), "archive", "--reason", "not on a Friday"))
                .startsWith("0\n");
        Ended run = journey.ended(pushed);

        assertThat(run.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(run.line(DEV, "archive").reason()).contains("rejected by arn:aws:", "not on a Friday");
        assertThat(run.line(DEV, "follower").reason()).contains("needs archive");
        assertThat(run.served().of(DEV, "ExecuteChangeSet")).isZero();
        assertThat(journey.command("approve", question.run(), "archive", "--reason", "after all"))
                .startsWith("1\n")
                .contains("rejected by");
    }

    @Test
    void resume_afterRefusalAndExpiry_asksAgainAndMakesOnlyWhatIsLeft() {
        Delivery pushed = journey.send(tree("second", 14));
        Question refused = journey.asked(pushed, "archive");
        journey.command("reject", refused.run(), "archive", "--reason", "not on a Friday");
        journey.ended(pushed);
        assertThat(journey.command("explain", refused.run())).contains("not on a Friday", "plumbline resume");

        journey.faults(Map.of("sweepScale", HURRIED));
        Question unanswered = resumed(refused.run());
        journey.expire(unanswered);
        Ended expired = journey.ended(unanswered.run());
        journey.faults(Map.of("sweepScale", 1));
        assertThat(expired.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(expired.line(DEV, "archive").reason()).contains("expired");

        Question answered = resumed(unanswered.run());
        assertThat(journey.command("approve", answered.run(), "archive", "--reason", "it is Monday"))
                .startsWith("0\n");
        Ended run = journey.ended(answered.run());
        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(run.changed()).contains("archive").doesNotContain("journal");
        assertThat(journey.command("explain", "dev/archive")).contains("UPDATE_COMPLETE");
        assertThat(journey.command("resume", before.run().id()))
                .startsWith("1\n")
                .contains("is the head of the branch now");
    }

    @Test
    void push_newerCommitWhilePeopleAreAsked_voidsTheQuestion() {
        Delivery pushed = journey.send(tree("second", 7));
        Question question = journey.asked(pushed, "archive");

        Ended newer = journey.push(tree("first", 30));
        Ended run = journey.ended(pushed);

        assertThat(newer.outcome()).as(newer.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(run.outcome()).isEqualTo(Outcome.OVERTAKEN);
        assertThat(run.line(DEV, "archive").reason()).contains("voided");
        assertThat(journey.command("approve", question.run(), "archive", "--reason", "too late"))
                .startsWith("1\n")
                .contains("voided");
    }

    @Test
    void approve_whileItsStackWasChangedBySomebody_asksAgainAboutWhatItIsNow() {
        Delivery pushed = journey.send(tree("second", 7));
        Question question = journey.asked(pushed, "archive");
        changeBehindItsBack();

        journey.command("approve", question.run(), "archive", "--reason", "go on");
        Question again = journey.asked(pushed, "archive");

        assertThat(again.digest()).isNotEqualTo(question.digest());
        assertThat(again.text()).contains("no longer what would change");
        journey.command("approve", again.run(), "archive", "--changes", again.changesId(), "--reason", "this, too");
        assertThat(journey.ended(pushed).outcome()).isEqualTo(Outcome.DEPLOYED);
    }

    @Test
    void explain_failureOfSomebodyElsesChange_saysTheResourcesOwnReasonFirst() {
        journey.faults(Map.of(
                "resources",
                List.of(Map.of("stack", "estate-archive", "logicalId", "Archive", "message", "the quota is used up"))));

        updateByHand();
        await().untilAsserted(() -> assertThat(dev.status("estate-archive")).isEqualTo("UPDATE_ROLLBACK_COMPLETE"));

        String told = journey.command("explain", "dev/archive");
        assertThat(told).startsWith("0\nArchive (AWS::Logs::LogGroup)").contains("the quota is used up");
        assertThat(told).contains("In its account: UPDATE_ROLLBACK_COMPLETE");
    }

    @Test
    void approve_newStackThatAlwaysAsks_leavesNoShellBehindWhileItWaits() {
        Delivery pushed = journey.send(tree("first", 7)
                .addStack("dev", Blueprints.archive("asks", "asks", "") + "  policies: { approvals: always }\n"));
        Question question = journey.asked(pushed, "asks");

        // It is deleted as stacks are, which takes its time.
        await().untilAsserted(() -> assertThat(dev.stacks()).doesNotContain("estate-asks"));
        journey.command("approve", question.run(), "asks", "--reason", "wanted");

        assertThat(journey.ended(pushed).line(DEV, "asks").verdict()).isEqualTo(Verdict.HEALTHY);
    }

    private Question resumed(String run) {
        String told = journey.command("resume", run, "--no-follow");
        assertThat(told).startsWith("0\nstarted person-");
        return journey.asked(told.substring("0\nstarted ".length(), told.indexOf(',')), "archive");
    }

    /** Somebody deploys the archive by hand, so that the change set that was approved is swept away. */
    private void changeBehindItsBack() {
        updateByHand();
        dev.settled("estate-archive");
    }

    private void updateByHand() {
        CloudFormationClient cloudFormation =
                journey.administrator(DEV).client(CloudFormationClient.class, CloudFormationClient::builder);
        cloudFormation.updateStack(request -> request.stackName("estate-archive")
                .templateBody(Blueprints.ARCHIVE.replace("RetentionInDays: 7", "RetentionInDays: 3"))
                .parameters(parameter("Name", "first"), parameter("Follows", "")));
    }

    private static Parameter parameter(String key, String value) {
        return Parameter.builder().parameterKey(key).parameterValue(value).build();
    }

    private LiveTree softened(String logGroup) {
        return tree(logGroup, 7).replace("dev", "Follows: \"\" }", UNASKED);
    }

    private LiveTree tree(String logGroup, int retention) {
        return journey.baseline()
                .write("blueprints/archive.yaml", Blueprints.ARCHIVE)
                .write("blueprints/journal.yaml", Blueprints.JOURNAL)
                .addStack("dev", Blueprints.archive("archive", logGroup, ""))
                .addStack("dev", Blueprints.archive("follower", "follower", "${archive.Name}"))
                .addStack("dev", Blueprints.journal("journal", retention));
    }
}
