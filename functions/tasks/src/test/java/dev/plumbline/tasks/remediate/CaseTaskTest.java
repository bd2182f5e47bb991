package dev.plumbline.tasks.remediate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plumbline.accounts.callers.Callers;
import dev.plumbline.accounts.ledger.CaseStatus;
import dev.plumbline.accounts.ledger.CaseWord;
import dev.plumbline.accounts.ledger.FindingCase;
import dev.plumbline.accounts.ledger.FindingCase.Facts;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.estate.FindingAction;
import dev.plumbline.failure.Stalled;
import dev.plumbline.tasks.HubForTests;
import dev.plumbline.tasks.approve.ApproveAnswer;
import dev.plumbline.tasks.approve.ApproveInput;
import dev.plumbline.tasks.approve.Approvers;
import dev.plumbline.tasks.approve.CaseTask;
import dev.plumbline.tasks.approve.Speakers;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.rules.DeployedRules;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person says of a case, and who they are. */
class CaseTaskTest {

    private static final String ALICE = "arn:aws:sts::555555555555:assumed-role/approvers/alice";
    private static final String MACHINE = "arn:aws:states:eu-west-1:555555555555:stateMachine:plumbline-remediate";
    private static final String OPEN =
            PlaybookTest.config("restricted-ssh", "AWS::EC2::SecurityGroup", AccountForTests.GROUP);

    private final WorkflowForTests workflow = new WorkflowForTests();
    private final Callers callers = Callers.in(workflow.hub.aws().hub());
    private final List<String> started = new ArrayList<>();
    private final CaseTask task = new CaseTask(
            workflow.hub.ledger(),
            workflow.hub.workflows(),
            new CaseTask.RemediateMachine(MACHINE),
            new Speakers(callers),
            new Approvers(
                    workflow.hub.ledger(),
                    new DeployedRules(Bucket.in(workflow.hub.aws().hub(), "plumbline"), new Binder()),
                    new Approvers.Home(HubForTests.BRANCH, "555555555555")),
            () -> workflow.now);

    @BeforeEach
    void begin() {
        workflow.account.state.put("ingress", "open");
        workflow.hub.answers(
                "GetCallerIdentity",
                request -> StubAnswer.result(
                        "GetCallerIdentity",
                        "<Arn>" + ALICE + "</Arn><UserId>AROAONE:alice</UserId><Account>555555555555</Account>"));
        workflow.hub.answers("StartExecution", request -> {
            started.add(request.json().path("input").asText());
            return StubAnswer.ok("{\"executionArn\":\"arn:e\",\"startDate\":1}");
        });
    }

    @Test
    void approved_wakesTheMachineAndKeepsWhoAsAwsKnowsThem() {
        FindingCase asked = asked();

        ApproveAnswer.Decided decided = say(asked, CaseWord.APPROVED, "go on");

        assertThat(decided.accepted()).isTrue();
        assertThat(workflow.hub.woken()).singleElement().asString().contains("approved");
        FindingCase fixed = workflow.onwards(asked.id());
        assertThat(fixed.status()).isEqualTo(CaseStatus.FIXED);
        assertThat(fixed.text(Facts.PERSON)).isEqualTo(ALICE);
        assertThat(fixed.text(Facts.BECAUSE)).isEqualTo("go on");
    }

    @Test
    void approved_afterItHasEnded_isToldHowItStands() {
        FindingCase fixed = workflow.handle("one", OPEN);

        ApproveAnswer.Decided decided = say(fixed, CaseWord.APPROVED, "late");

        assertThat(decided.accepted()).isFalse();
        assertThat(decided.answer()).isEqualTo("fixed");
        assertThat(workflow.hub.woken()).isEmpty();
    }

    @Test
    void undone_fixedCase_isNotedWithWhoSignedItAndStartsTheMachine() {
        FindingCase fixed = workflow.handle("one", OPEN);

        assertThat(say(fixed, CaseWord.UNDONE, "a mistake").accepted()).isTrue();

        assertThat(started).containsExactly("{\"undo\":\"" + fixed.id() + "\"}");
        FindingCase wanted = workflow.found(fixed.id());
        assertThat(wanted.text(Facts.TAKEN_BACK)).isEqualTo(fixed.text(Facts.DIGEST));
        assertThat(wanted.text(Facts.PERSON)).isEqualTo(ALICE);
        assertThat(wanted.text(Facts.PERSON_ACCOUNT)).isEqualTo("555555555555");
        assertThat(wanted.text(Facts.PERSON_PRINCIPAL)).isEqualTo("AROAONE:alice");
        assertThat(wanted.text(Facts.BECAUSE)).isEqualTo("a mistake");
    }

    /** Attack {@code approve-from-outside}. */
    @Test
    void word_signedInAnAccountOutsideTheEstate_isRefused() {
        FindingCase fixed = workflow.handle("one", OPEN);
        workflow.hub.answers(
                "GetCallerIdentity",
                request -> StubAnswer.result(
                        "GetCallerIdentity",
                        "<Arn>arn:aws:iam::999999999999:user/mallory</Arn><Account>999999999999</Account>"));

        assertThatExceptionOfType(Stalled.class).isThrownBy(() -> say(fixed, CaseWord.UNDONE, "mine"));

        assertThat(started).isEmpty();
        assertThat(workflow.found(fixed.id()).text(Facts.TAKEN_BACK)).isEmpty();
    }

    @Test
    void undone_whatWasNotFixed_startsNothing() {
        assertThat(say(asked(), CaseWord.UNDONE, "early").accepted()).isFalse();
        assertThat(started).isEmpty();
    }

    @Test
    void proof_ofAnotherWordOrReason_isRefused() {
        FindingCase asked = asked();
        ApproveInput.DecideCase declined = input(asked, CaseWord.DECLINED, "no");
        ApproveInput.DecideCase turned =
                new ApproveInput.DecideCase(asked.id(), asked.text(Facts.DIGEST), "approved", "no", declined.proof());
        ApproveInput.DecideCase reworded =
                new ApproveInput.DecideCase(asked.id(), asked.text(Facts.DIGEST), "declined", "yes", declined.proof());

        assertThatExceptionOfType(Stalled.class).isThrownBy(() -> task.decide(turned));
        assertThatExceptionOfType(Stalled.class).isThrownBy(() -> task.decide(reworded));
        assertThat(workflow.hub.woken()).isEmpty();
    }

    @Test
    void word_onOtherStepsThanStand_isRefused() {
        FindingCase asked = asked();
        ApproveInput.DecideCase of = input(asked, CaseWord.APPROVED, "go on");
        ApproveInput.DecideCase other = new ApproveInput.DecideCase(of.caseId(), "0", "approved", "go on", of.proof());

        assertThatExceptionOfType(Stalled.class).isThrownBy(() -> task.decide(other));
        assertThatExceptionOfType(Stalled.class).isThrownBy(() -> say(asked, CaseWord.APPROVED, " "));
    }

    private FindingCase asked() {
        workflow.estate(FindingAction.ASK, "");
        return workflow.handle("one", OPEN);
    }

    private ApproveAnswer.Decided say(FindingCase of, CaseWord word, String reason) {
        return task.decide(input(of, word, reason));
    }

    private ApproveInput.DecideCase input(FindingCase of, CaseWord word, String reason) {
        String digest = of.text(Facts.DIGEST);
        return new ApproveInput.DecideCase(
                of.id(),
                digest,
                word.label(),
                reason,
                callers.sign(of.statement(word, digest, reason)).headers());
    }
}
