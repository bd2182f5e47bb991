package dev.plumbline.tasks.approve;

import static dev.plumbline.tasks.PlansForTests.COMMIT;
import static dev.plumbline.tasks.PlansForTests.DEV;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plumbline.accounts.callers.Callers;
import dev.plumbline.accounts.callers.Signer;
import dev.plumbline.accounts.drift.DriftEntry;
import dev.plumbline.accounts.ledger.Answer;
import dev.plumbline.accounts.ledger.DriftRecord;
import dev.plumbline.accounts.ledger.DriftState;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Question;
import dev.plumbline.accounts.ledger.Run;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.estate.Estate;
import dev.plumbline.estate.Reading;
import dev.plumbline.estate.SourceTree;
import dev.plumbline.estate.blueprint.Blueprints;
import dev.plumbline.estate.read.EstateReader;
import dev.plumbline.estate.rules.Rules;
import dev.plumbline.failure.Stalled;
import dev.plumbline.tasks.HubForTests;
import dev.plumbline.tasks.approve.ApproveAnswer.Decided;
import dev.plumbline.tasks.assignment.Assignment;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.rules.DeployedRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A question and its answer, from asking to waking, with everything that can come between. */
class ApprovalTest {

    private static final String ALICE = "arn:aws:sts::555555555555:assumed-role/approvers/alice";
    private static final Asked REMOVAL = new Asked("a".repeat(64), "removes Vpc (AWS::EC2::VPC)", "-1", 3600);
    private static final Assignment TARGET = new Assignment(
            "push-1-1",
            "push-1",
            HubForTests.BRANCH,
            COMMIT,
            "dev",
            DEV.account(),
            DEV.region(),
            1,
            "runs/push-1/targets/1.json",
            false,
            false,
            List.of(),
            List.of());

    private static final Assignment STANDING = new Assignment(
            TARGET.name(),
            TARGET.run(),
            TARGET.ref(),
            TARGET.commit(),
            TARGET.environment(),
            TARGET.account(),
            TARGET.region(),
            TARGET.wave(),
            TARGET.key(),
            true,
            true,
            List.of(),
            List.of());

    private final HubForTests hub = new HubForTests();
    private final Ledger ledger = hub.ledger();
    private Instant now = HubForTests.NOW;
    private final Lapse lapse = new Lapse(ledger, () -> now);
    private final AskTasks asking = hub.questions(() -> now);
    private final Callers callers = Callers.in(hub.aws().hub());
    private final DeployedRules rules = new DeployedRules(Bucket.in(hub.aws().hub(), "plumbline"), new Binder());
    private final Approvers approvers =
            new Approvers(ledger, rules, new Approvers.Home(HubForTests.BRANCH, "555555555555"));
    private final DecideTask decisions =
            new DecideTask(ledger, hub.workflows(), new Binder(), new Speakers(callers), approvers, lapse, () -> now);
    private final Overtaken overtaken = new Overtaken(ledger, hub.workflows(), new Binder(), lapse);

    @BeforeEach
    void begin() {
        ledger.heads().claim(ledger.heads().read(HubForTests.BRANCH), COMMIT, "push-1");
        ledger.runs().begin(Run.begins("push-1", "push", HubForTests.BRANCH, now, ""));
        hub.answers("GetCallerIdentity", request -> StubAnswer.result("GetCallerIdentity", signedBy(ALICE)));
    }

    @Test
    void ask_repeated_tellsOnceWithTheCommandsAndTheEnd() {
        ask();
        ask();

        assertThat(hub.published())
                .singleElement()
                .satisfies(notice -> assertThat(notice.get("Message"))
                        .contains(
                                "removes Vpc",
                                "plumbline approve push-1 dev/eu-west-1/network --changes aaaaaaaaaaaa",
                                "plumbline reject push-1 dev/eu-west-1/network --changes aaaaaaaaaaaa",
                                "2026-11-24T13:00:00Z"));
        assertThat(ledger.questions().open()).hasSize(1);
    }

    @Test
    void ask_killedAtAnyPointAndRepeated_isAskedAndTold() {
        int points = 4;
        for (int point = 1; point <= points; point++) {
            for (boolean done : new boolean[] {false, true}) {
                ApprovalTest attempt = new ApprovalTest();
                attempt.begin();
                attempt.hub.killAt(point, done);
                try {
                    attempt.ask();
                } catch (HubForTests.Killed killed) {
                    // As Lambda kills: nothing of the call goes on.
                }
                attempt.hub.killAt(0, false);
                attempt.ask();
                assertThat(attempt.hub.published()).isNotEmpty();
                assertThat(attempt.ledger.questions().open()).hasSize(1);
            }
        }
    }

    @Test
    void decide_approved_wakesAndKeepsWhoAsAwsKnowsThem() {
        ask();
        await();
        assertThat(hub.woken()).isEmpty();

        Decided decided = decide(Answer.Kind.APPROVED, "the VPC is empty");

        assertThat(decided).isEqualTo(new Decided(true, "approved", ALICE, "the VPC is empty", now.toString()));
        assertThat(hub.woken()).singleElement().asString().contains("\"answer\":\"approved\"");
        assertThat(question().answer()).hasValueSatisfying(answer -> {
            assertThat(answer.who()).isEqualTo(new Signer(ALICE, "555555555555", "AROAONE:alice"));
            assertThat(answer.why()).isEqualTo("the VPC is empty");
        });
        assertThat(ledger.questions().open()).isEmpty();
    }

    @Test
    void decide_beforeAnybodyWaits_isThereWhenTheyDo() {
        ask();
        decide(Answer.Kind.APPROVED, "go on");

        await();

        assertThat(hub.woken()).singleElement().asString().contains("\"answer\":\"approved\"");
    }

    @Test
    void decide_rejected_wakesWithWhoAndWhy() {
        ask();
        await();

        decide(Answer.Kind.REJECTED, "not on a Friday");

        assertThat(hub.woken()).singleElement().asString().contains("rejected", ALICE, "not on a Friday", "stalled");
    }

    @Test
    void decide_twice_theFirstStands() {
        ask();
        await();
        decide(Answer.Kind.APPROVED, "first");

        assertThat(decide(Answer.Kind.APPROVED, "second"))
                .isEqualTo(new Decided(true, "approved", ALICE, "first", now.toString()));
        assertThat(decide(Answer.Kind.REJECTED, "third"))
                .isEqualTo(new Decided(false, "approved", ALICE, "first", now.toString()));
    }

    @Test
    void decide_killedAtAnyPointAndRepeated_isAnsweredOnceAndDelivered() {
        int points = 12;
        for (int point = 1; point <= points; point++) {
            for (boolean done : new boolean[] {false, true}) {
                ApprovalTest attempt = new ApprovalTest();
                attempt.begin();
                attempt.deployed("d", "arn:aws:iam::555555555555:role/approvers");
                attempt.ask();
                attempt.await();
                attempt.hub.killAt(point, done);
                try {
                    attempt.decide(Answer.Kind.APPROVED, "once");
                } catch (HubForTests.Killed killed) {
                    // As Lambda kills: nothing of the call goes on.
                }
                attempt.hub.killAt(0, false);
                attempt.decide(Answer.Kind.APPROVED, "again");
                assertThat(attempt.hub.woken()).isNotEmpty().allMatch(answer -> answer.contains("approved"));
                assertThat(attempt.ledger.questions().open()).isEmpty();
            }
        }
    }

    @Test
    void decide_tooLate_isExpiredWhateverWasWanted() {
        ask();
        now = now.plus(Duration.ofHours(1));

        Decided decided = decide(Answer.Kind.APPROVED, "yes");

        assertThat(decided.accepted()).isFalse();
        assertThat(decided.answer()).isEqualTo("expired");
    }

    @Test
    void decide_afterANewerCommit_isVoid() {
        ask();
        newerCommit();

        Decided decided = decide(Answer.Kind.APPROVED, "yes");

        assertThat(decided.accepted()).isFalse();
        assertThat(decided.answer()).isEqualTo("voided");
        assertThat(decided.why()).contains("b".repeat(40));
    }

    @Test
    void decide_afterTheRunHasEnded_isVoid() {
        ask();
        ledger.runs().end("push-1", Outcome.FAILED, "", now);

        assertThat(decide(Answer.Kind.APPROVED, "yes").answer()).isEqualTo("voided");
    }

    @Test
    void decide_otherChangesThanWereAsked_isRefused() {
        ask();
        ApproveInput.Decide other = input("b".repeat(64), Answer.Kind.APPROVED, "yes");

        assertThatExceptionOfType(Stalled.class).isThrownBy(() -> decisions.decide(other));
        assertThat(question().answer()).isEmpty();
    }

    @Test
    void decide_proofOfAnotherAnswer_isRefused() {
        ask();
        ApproveInput.Decide rejection = input(REMOVAL.digest(), Answer.Kind.REJECTED, "no");
        ApproveInput.Decide turned = new ApproveInput.Decide(
                "push-1",
                DEV.account(),
                DEV.region(),
                "network",
                REMOVAL.digest(),
                "approved",
                "no",
                rejection.proof());

        assertThatExceptionOfType(Stalled.class).isThrownBy(() -> decisions.decide(turned));
        assertThat(question().answer()).isEmpty();
    }

    /**
     * Attack {@code approve-from-outside}: IAM lets somebody call, who has the answer signed in an account of their
     * own.
     */
    @Test
    void decide_signedInAnAccountOutsideTheEstate_isRefused() {
        ask();
        signs("arn:aws:sts::999999999999:assumed-role/approvers/alice");

        assertRefused("account 999999999999", "neither the control plane's nor one of the estate's");
    }

    @Test
    void decide_signedInAnAccountOfTheEstate_isTakenOnceThatIsDeployed() {
        ask();
        signs("arn:aws:sts::" + DEV.account() + ":assumed-role/approvers/alice");
        rules.note(estate(COMMIT, ""));
        assertRefused("neither the control plane's nor");

        deployed("d", "");

        assertThat(decide(Answer.Kind.APPROVED, "yes").accepted()).isTrue();
    }

    /** Attack {@code approve-unnamed}: whoever may call, and is not named for the environment. */
    @Test
    void decide_bySomebodyWhomThePolicyDoesNotName_isRefused() {
        deployed("d", "arn:aws:iam::555555555555:role/others");
        ask();

        assertRefused(ALICE + " may not answer for account", "'approvers' of commit dddd", "role/others");
    }

    @Test
    void decide_bySomebodyWhomThePolicyNames_isTaken() {
        deployed("d", "arn:aws:iam::555555555555:role/approvers");
        ask();

        assertThat(decide(Answer.Kind.APPROVED, "yes").accepted()).isTrue();
    }

    /** Attack {@code choose-ones-approver}: the commit that asks names others than those who are deployed. */
    @Test
    void decide_bySomebodyWhomOnlyTheCommitThatAsksNames_isRefused() {
        deployed("d", "arn:aws:iam::555555555555:role/others");
        rules.note(estate(COMMIT, "arn:aws:iam::555555555555:role/approvers"));
        ask();

        assertRefused("of commit dddd");
    }

    /** The same by a commit that asked nobody, and was deployed in this target alone. */
    @Test
    void decide_bySomebodyWhomALaterCommitInTheTargetNames_isRefused() {
        deployed("d", "arn:aws:iam::555555555555:role/others");
        rules.note(estate("e".repeat(40), "arn:aws:iam::555555555555:role/approvers"));
        ledger.targets().deployed(DEV, "dev", "e".repeat(40), now.plusSeconds(60));
        ask();

        assertRefused("of commit dddd");
    }

    /** As with every rule: what was nobody's to say before holds from the commit on that says it. */
    @Test
    void decide_whileNobodyIsNamedByWhatIsDeployed_theCommitThatAsksNamesThem() {
        deployed("d", "");
        rules.note(estate(COMMIT, "arn:aws:iam::555555555555:role/others"));
        ask();

        assertRefused("of commit " + COMMIT);
    }

    @Test
    void decide_whoseRulesAreLost_isRefused() {
        deployed("d", "");
        hub.objects().clear();
        ask();

        assertRefused("not in the bucket");
    }

    private void assertRefused(String... told) {
        assertThatExceptionOfType(Stalled.class)
                .isThrownBy(() -> decide(Answer.Kind.APPROVED, "yes"))
                .satisfies(refused -> assertThat(refused.getMessage()).contains(told));
        assertThat(question().answer()).isEmpty();
    }

    private void signs(String arn) {
        hub.answers("GetCallerIdentity", request -> StubAnswer.result("GetCallerIdentity", signedBy(arn)));
    }

    private static String signedBy(String arn) {
        return "<Arn>" + arn + "</Arn><UserId>AROAONE:alice</UserId><Account>" + arn.split(":", -1)[4] + "</Account>";
    }

    /** A commit that was deployed everywhere before the one that asks. */
    private void deployed(String commit, String approver) {
        rules.note(estate(commit.repeat(40), approver));
        ledger.heads().claim(ledger.heads().read(HubForTests.BRANCH), commit.repeat(40), "push-0");
        ledger.heads().deployedEverywhere(HubForTests.BRANCH, "push-0", commit.repeat(40), now);
        ledger.heads().claim(ledger.heads().read(HubForTests.BRANCH), COMMIT, "push-1");
    }

    private static Estate estate(String commit, String approver) {
        String policies = approver.isEmpty() ? "" : "policies: { approvers: [\"" + approver + "\"] }\n";
        Map<String, byte[]> files = new TreeMap<>();
        files.put("plumbline.yaml", """
                organization: acme
                blueprints: "1.0.0"
                waves: [[dev]]
                defaults: { regions: [eu-west-1] }
                """.getBytes(UTF_8));
        files.put("environments/dev.yaml", (policies + """
                environment: dev
                account: "%s"
                stacks: { topics: { blueprint: topics } }
                """.formatted(DEV.account())).getBytes(UTF_8));
        files.put("blueprints/topics.yaml", "Resources: { Topic: { Type: AWS::SNS::Topic } }".getBytes(UTF_8));
        Reading read = new EstateReader(Blueprints.builtIn())
                .read(SourceTree.of(commit, files), Rules.strict().transforms());
        assertThat(read).isInstanceOf(Reading.Valid.class);
        return ((Reading.Valid) read).estate();
    }

    @Test
    void decide_withoutAReason_isRefused() {
        ask();

        assertThatExceptionOfType(Stalled.class).isThrownBy(() -> decide(Answer.Kind.APPROVED, " "));
    }

    @Test
    void await_whenItsTimeIsUp_wakesWithExpired() {
        ask();
        now = now.plus(Duration.ofHours(2));

        await();

        assertThat(hub.woken()).singleElement().asString().contains("expired", "stalled");
    }

    @Test
    void sweep_newerCommit_voidsAndWakes() {
        ask();
        await();
        overtaken.sweep(HubForTests.BRANCH);
        assertThat(hub.woken()).isEmpty();

        newerCommit();
        overtaken.sweep("refs/heads/other");
        assertThat(hub.woken()).isEmpty();
        overtaken.sweep(HubForTests.BRANCH);

        assertThat(hub.woken()).singleElement().asString().contains("voided", "overtaken");
        assertThat(ledger.questions().open()).isEmpty();
    }

    @Test
    void lapse_driftOfAStandingCommit_countsTheCommitThatStandsAndNotTheHead() {
        Question question = askAboutDrift();
        newerCommit();
        assertThat(lapse.of(question)).isEmpty();

        ledger.targets().deployed(DEV, "dev", "b".repeat(40), now.plusSeconds(1));

        assertThat(lapse.of(question)).hasValueSatisfying(answer -> {
            assertThat(answer.kind()).isEqualTo(Answer.Kind.VOIDED);
            assertThat(answer.why()).contains("b".repeat(40), "was deployed there");
        });
    }

    @ParameterizedTest
    @EnumSource(DriftState.class)
    void lapse_driftThatIsNoLongerOpen_hasSettledItself(DriftState state) {
        Question question = askAboutDrift();
        DriftRecord found = ledger.drifts().of(DEV).getFirst();

        ledger.drifts().become(found, state, "");

        assertThat(lapse.of(question).map(Answer::kind))
                .isEqualTo(state.open() ? Optional.empty() : Optional.of(Answer.Kind.SETTLED));
    }

    @Test
    void sweep_driftThatIsGone_wakesWithNothingLeftToDo() {
        askAboutDrift();
        asking.await(STANDING, "network", REMOVAL.digest(), "task-token");
        ledger.drifts().become(ledger.drifts().of(DEV).getFirst(), DriftState.GONE, "");

        overtaken.sweep(HubForTests.BRANCH);

        assertThat(hub.woken()).singleElement().asString().contains("\"settled\"", "\"unchanged\"");
    }

    private Question askAboutDrift() {
        DriftEntry entry = new DriftEntry("Vpc", "vpc-1", "AWS::EC2::VPC", DriftEntry.Kind.DELETED, "", "", "");
        DriftRecord found = ledger.drifts().found("push-1", DEV, "dev", "network", List.of(entry), now);
        ledger.drifts().asks(found, "push-1", "");
        ledger.targets().deployed(DEV, "dev", COMMIT, now);
        asking.ask(STANDING, "network", new Asked(REMOVAL.digest(), "Drift: Vpc is gone", "+1", 3600, found.digest()));
        return question();
    }

    @Test
    void end_ofTheRun_voidsWhatIsOpen() {
        ask();

        asking.end("push-1");

        assertThat(question().answer())
                .hasValueSatisfying(answer -> assertThat(answer.kind()).isEqualTo(Answer.Kind.VOIDED));
        assertThat(ledger.questions().open()).isEmpty();
    }

    @Test
    void consent_byWhatWasAnswered_isGivenRefusedOrNeeded() {
        Consents consents = new Consents(ledger);
        assertThat(consents.to("push-1", TARGET.stack("network"), REMOVAL)).isEqualTo(new Consent.Needed(REMOVAL));
        ask();
        assertThat(consents.to("push-1", TARGET.stack("network"), REMOVAL)).isEqualTo(new Consent.Needed(REMOVAL));

        decide(Answer.Kind.APPROVED, "yes");

        assertThat(consents.to("push-1", TARGET.stack("network"), REMOVAL)).isEqualTo(new Consent.Given());
        assertThat(consents.to("push-2", TARGET.stack("network"), REMOVAL)).isEqualTo(new Consent.Needed(REMOVAL));
        Asked other = new Asked("b".repeat(64), "removes Subnet", "-1", 3600);
        assertThat(consents.to("push-1", TARGET.stack("network"), other))
                .isInstanceOfSatisfying(
                        Consent.Needed.class,
                        needed -> assertThat(needed.question().text())
                                .contains("no longer what would change", "removes Subnet"));
    }

    @Test
    void consent_rejected_isRefusedWithWhoAndWhy() {
        ask();
        decide(Answer.Kind.REJECTED, "no");

        assertThat(new Consents(ledger).to("push-1", TARGET.stack("network"), REMOVAL))
                .isInstanceOfSatisfying(
                        Consent.Refused.class,
                        refused -> assertThat(refused.reason()).contains(ALICE, "no"));
    }

    private void ask() {
        asking.ask(TARGET, "network", REMOVAL);
    }

    private void await() {
        asking.await(TARGET, "network", REMOVAL.digest(), "task-token");
    }

    private void newerCommit() {
        ledger.heads().claim(ledger.heads().read(HubForTests.BRANCH), "b".repeat(40), "push-2");
    }

    private Question question() {
        return ledger.questions()
                .find("push-1", TARGET.stack("network"), REMOVAL.digest())
                .orElseThrow();
    }

    private Decided decide(Answer.Kind kind, String reason) {
        return decisions.decide(input(REMOVAL.digest(), kind, reason));
    }

    private ApproveInput.Decide input(String digest, Answer.Kind kind, String reason) {
        return new ApproveInput.Decide(
                "push-1",
                DEV.account(),
                DEV.region(),
                "network",
                digest,
                kind.label(),
                reason,
                callers.sign(question().statement(kind, reason)).headers());
    }
}
