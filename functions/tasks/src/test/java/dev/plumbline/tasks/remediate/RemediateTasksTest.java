package dev.plumbline.tasks.remediate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.accounts.ledger.CaseStatus;
import dev.plumbline.accounts.ledger.Estates;
import dev.plumbline.accounts.ledger.FindingCase;
import dev.plumbline.accounts.ledger.FindingCase.Facts;
import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubRequest;
import dev.plumbline.estate.FindingAction;
import dev.plumbline.estate.Severity;
import dev.plumbline.failure.Invalid;
import dev.plumbline.failure.Stalled;
import dev.plumbline.tasks.HubForTests;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemediateTasksTest {

    private static final String OPEN =
            PlaybookTest.config("restricted-ssh", "AWS::EC2::SecurityGroup", AccountForTests.GROUP);

    private final WorkflowForTests workflow = new WorkflowForTests();

    RemediateTasksTest() {
        workflow.account.state.put("ingress", "open");
    }

    @Test
    void finding_whileItsCaseIsOpen_joinsIt() {
        RemediateAnswer first = workflow.receive("one", OPEN);
        RemediateAnswer second = workflow.receive("two", OPEN);

        assertThat(first.outcome()).isEqualTo("act");
        assertThat(second.outcome()).isEqualTo("joined");
        assertThat(second.caseId()).isEqualTo(first.caseId());
        assertThat(workflow.found(first.caseId()).count()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"open, act", "closed, fixed"})
    void finding_whoseReceiptIsKilledAtAnyRequest_isOpenedDecidedAndListedAllTheSame(String ingress, String outcome) {
        workflow.account.state.put("ingress", ingress);
        int before = workflow.hub.aws().requests().size();
        String id = workflow.receive("one", OPEN).caseId();
        int requests = workflow.hub.aws().requests().size() - before;

        for (int request = 1; request <= requests; request++) {
            for (boolean afterwards : List.of(false, true)) {
                WorkflowForTests killed = new WorkflowForTests();
                killed.account.state.put("ingress", ingress);
                killed.hub.killAt(request, afterwards);

                RemediateAnswer received = killed.receive("one", OPEN);

                assertThat(received.outcome()).as("killed at %s", request).isEqualTo(outcome);
                assertThat(killed.found(id).attempt())
                        .as("killed at %s", request)
                        .isEqualTo(1);
                assertThat(killed.hub.ledger().cases().recent(killed.now, 10))
                        .as("killed at %s, afterwards %s", request, afterwards)
                        .extracting(FindingCase::id)
                        .containsExactly(id);
            }
        }
    }

    @Test
    void finding_whoseExecutionIsDead_isTakenOver() {
        RemediateAnswer first = workflow.receive("one", OPEN);
        workflow.hub.execution(WorkflowForTests.EXECUTION + "one", "TIMED_OUT");

        RemediateAnswer second = workflow.receive("two", OPEN);

        assertThat(second.outcome()).isEqualTo("act");
        assertThat(workflow.found(first.caseId()).owner()).endsWith("two");
    }

    @Test
    void finding_olderThanItsFix_changesNothing() {
        FindingCase fixed = workflow.handle("one", OPEN);

        RemediateAnswer late = workflow.receive("two", OPEN.replace("11:59:00", "11:50:00"));

        assertThat(late.outcome()).isEqualTo("joined");
        assertThat(workflow.found(fixed.id()).status()).isEqualTo(CaseStatus.FIXED);
    }

    @Test
    void finding_capturedBeforeItsFixWasSeenThatArrivesLater_costsTheAccountNothing() {
        FindingCase fixed = workflow.handle("one", captured("11:59:58.000"));
        int before = workflow.hub.aws().requests().size();

        for (String execution : List.of("two", "three", "four")) {
            assertThat(workflow.receive(execution, captured("11:59:59.999")).outcome())
                    .isEqualTo("joined");
        }

        assertThat(workflow.hub.aws().requests().subList(before, before + 12))
                .extracting(StubRequest::action)
                .containsOnly("GetItem", "UpdateItem");
        assertThat(workflow.hub.aws().requests()).hasSize(before + 12);
        assertThat(workflow.found(fixed.id()).count()).isEqualTo(4);
        assertThat(workflow.found(fixed.id()).attempt()).isEqualTo(1);
    }

    @Test
    void finding_capturedAfterItsFixWasSeenAndBeforeThatWasWritten_isAReturn() {
        workflow.handle("one", captured("11:59:59.999"));
        workflow.account.state.put("ingress", "open");

        FindingCase again = workflow.handle("two", captured("12:00:00.001"));

        assertThat(again.status()).isEqualTo(CaseStatus.FIXED);
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(again.severity()).isEqualTo(Severity.HIGH);
        assertThat(workflow.account.state).containsEntry("ingress", "closed");
    }

    @Test
    void finding_handledInOneGo_asksNoMoreThanItNeeds() {
        workflow.handle("warms", OPEN.replace("11:59:00", "11:58:00"));
        workflow.account.state.put("ingress", "open");
        String other = OPEN.replace(AccountForTests.GROUP, "sg-0123456789abcdef1");
        int before = workflow.hub.aws().requests().size();

        workflow.handle("one", other);

        List<StubRequest> requests = workflow.hub.aws().requests();
        // The last one is the test's own look.
        assertThat(requests.subList(before, requests.size() - 1))
                .extracting(StubRequest::action)
                .containsExactly(
                        "GetItem", // the estate
                        "GetItem", // and which is deployed
                        "UpdateItem", // the case is opened
                        "UpdateItem", // and listed
                        "AssumeRole", // in a session of the case's own name, whatever this process did before
                        "DescribeSecurityGroups",
                        "GetItem", // how the playbook has fared
                        "UpdateItem", // and that it is at work
                        "UpdateItem", // what was found and decided
                        "GetItem", // the case
                        "RevokeSecurityGroupIngress",
                        "DescribeSecurityGroups",
                        "UpdateItem", // that it was done, and seen
                        "GetItem", // the case
                        "Publish");
    }

    @Test
    void stage_thatFailsInTheCallOfAnother_isMetAgainInItsOwnState() {
        workflow.hub.answers(
                "DescribeSecurityGroups", request -> StubAnswer.xmlError(403, "UnauthorizedOperation", "no"));
        RemediateAnswer received = workflow.receive("one", OPEN);

        assertThat(received.outcome()).isEqualTo("opened");
        assertThatThrownBy(() -> workflow.onwards(received.caseId())).isInstanceOf(Stalled.class);
        assertThat(workflow.found(received.caseId()).status()).isEqualTo(CaseStatus.OPEN);
    }

    @Test
    void decision_thatFailsInTheCallOfAnother_findsWhatWasFoundInTheLedger() {
        workflow.hub.killAt(0, false);
        workflow.estate(FindingAction.ASK, "");
        FindingCase asked = workflow.handle("one", OPEN);
        workflow.hub.ledger().cases().answer(asked, asked.text(Facts.DIGEST), true, WorkflowForTests.ADA, "yes");
        workflow.hub.ledger().estates().read(HubForTests.BRANCH, new Estates.Known("c2", 2, "estate/lost.json"));
        workflow.hub.object("");

        assertThat(workflow.correlated(asked.id()).outcome()).isEqualTo("found");
        assertThat(workflow.found(asked.id()).status()).isEqualTo(CaseStatus.OPEN);
        workflow.estate(FindingAction.ASK, "");

        assertThat(workflow.onwards(asked.id()).status()).isEqualTo(CaseStatus.FIXED);
    }

    @Test
    void finding_backWhenNothingIsWrong_isLookedAtCountedAndNotToldAgain() {
        workflow.handle("one", OPEN);
        workflow.now = workflow.now.plus(Duration.ofHours(2));

        FindingCase again = workflow.handle("two", OPEN.replace("11:59:00", "13:59:00"));

        assertThat(again.status()).isEqualTo(CaseStatus.FIXED);
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(again.count()).isEqualTo(2);
        assertThat(workflow.hub.published()).hasSize(1);
    }

    @Test
    void finding_backSoonAfterItsFix_isWorse() {
        workflow.handle("one", OPEN);
        workflow.account.state.put("ingress", "open");
        workflow.now = workflow.now.plus(Duration.ofHours(2));

        FindingCase again = workflow.handle("two", OPEN.replace("11:59:00", "13:59:00"));

        assertThat(again.status()).isEqualTo(CaseStatus.FIXED);
        assertThat(again.severity()).isEqualTo(Severity.HIGH);
        assertThat(again.attempt()).isEqualTo(2);
    }

    @Test
    void finding_ofAnAdministrator_isDropped() {
        String copy = PlaybookTest.guardDuty("Recon:EC2/Portscan", "{}", "{}")
                .replace("'account':'111111111111'", "'account':'444444444444'");

        assertThat(workflow.receive("one", copy).outcome()).isEqualTo("dropped");
        assertThat(workflow.account.changes).isEmpty();
    }

    @Test
    void finding_ofAnUnknownAccount_isRefusedAndToldOnce() {
        String unknown = OPEN.replace("111111111111", "999999999999");

        FindingCase refused = workflow.handle("one", unknown);

        assertThat(refused.status()).isEqualTo(CaseStatus.REPORTED);
        assertThat(workflow.account.changes).isEmpty();
        assertThat(workflow.receive("two", unknown).outcome()).isEqualTo("joined");
        assertThat(workflow.hub.published()).hasSize(1);
        assertThat(workflow.hub.published().getFirst().toString()).contains("finding-refused");
    }

    @Test
    void finding_thatNamesAnotherAccountOutsideTheEstate_isRefused() {
        String forged = PlaybookTest.guardDuty("Recon:EC2/Portscan", "{}", "{}")
                .replace("'accountId':'111111111111'", "'accountId':'999999999999'");

        assertThat(workflow.receive("one", forged).outcome()).isEqualTo("refused");
    }

    @Test
    void finding_withoutAPlaybook_isReportedWithALink() {
        FindingCase reported =
                workflow.handle("one", PlaybookTest.guardDuty("Stealth:S3/ServerAccessLoggingDisabled", "{}", "{}"));

        assertThat(reported.status()).isEqualTo(CaseStatus.REPORTED);
        assertThat(workflow.hub.published().getFirst().get("Message")).contains("guardduty/home", "f1");
    }

    @Test
    void finding_thatThePolicySuppresses_isLeftAndNotTold() {
        workflow.estate(
                FindingAction.REMEDIATE,
                "{\"playbook\":\"open-ingress\",\"type\":\"\",\"severity\":\"\",\"tagKey\":\"\",\"tagValue\":\"\",\"action\":"
                        + "\"suppress\",\"until\":\"2026-12-31\",\"reason\":\"a honeypot\"}");

        FindingCase suppressed = workflow.handle("one", OPEN);

        assertThat(suppressed.status()).isEqualTo(CaseStatus.SUPPRESSED);
        assertThat(suppressed.text(Facts.REASON)).contains("2026-12-31", "a honeypot");
        assertThat(workflow.account.changes).isEmpty();
        assertThat(workflow.hub.published()).isEmpty();
    }

    @Test
    void finding_whosePolicyAsks_isFixedOnlyAfterTheAnswerToWhatWasShown() {
        workflow.estate(FindingAction.ASK, "");
        FindingCase asked = workflow.handle("one", OPEN);
        assertThat(asked.status()).isEqualTo(CaseStatus.WAITING);
        assertThat(workflow.account.changes).isEmpty();

        assertThat(workflow.hub.ledger().cases().answer(asked, "another digest", true, WorkflowForTests.ADA, "why not"))
                .isEmpty();
        assertThat(workflow.hub
                        .ledger()
                        .cases()
                        .answer(asked, asked.text(Facts.DIGEST), true, WorkflowForTests.ADA, "it is well"))
                .contains("token");
        FindingCase fixed = workflow.onwards(asked.id());

        assertThat(fixed.status()).isEqualTo(CaseStatus.FIXED);
        assertThat(fixed.text(Facts.PERSON)).isEqualTo("ada");
    }

    @Test
    void finding_onWhatAStackOwns_isReconciledAndItsCauseNamed() {
        workflow.account.state.put("owner", "estate-web");

        FindingCase failed = workflow.handle("one", OPEN);

        assertThat(failed.status()).isEqualTo(CaseStatus.FAILED);
        assertThat(failed.text(Facts.STACK)).isEqualTo("web");
        assertThat(workflow.account.changes).isEmpty();
        assertThat(failed.text(Facts.REASON))
                .contains("environments/dev.yaml:7:3", "blueprints/site.yaml:12", "0.0.0.0/0");
    }

    /** DescribeStackResources: "Only the first 100 resources will be returned", and there is no token. */
    @Test
    void finding_onWhatStandsBehindTheFirstHundredOfItsStack_isItsStacks() {
        workflow.account.state.putAll(Map.of(
                "owner", "estate-web", "owned", "main", "behind", "true", "logging", "false", "validation", "true"));

        FindingCase owned = workflow.handle(
                "one",
                PlaybookTest.config("cloud-trail-log-file-validation-enabled", "AWS::CloudTrail::Trail", "main"));

        assertThat(owned.text(Facts.STACK)).isEqualTo("web");
        assertThat(owned.text(Facts.LOGICAL_ID)).isEqualTo("Thing");
        assertThat(workflow.account.changes).isEmpty();
    }

    @Test
    void playbook_thatFailedTwice_asks() {
        for (String digit : new String[] {"1", "2"}) {
            workflow.hub.ledger().habits().fails("open-ingress", "111111111111", digit, workflow.now);
        }

        assertThat(workflow.handle("one", OPEN).status()).isEqualTo(CaseStatus.WAITING);
    }

    @Test
    void playbook_atWorkOnTooMuch_asks() {
        for (String digit : new String[] {"1", "2", "3"}) {
            workflow.hub.ledger().habits().works("open-ingress", "111111111111", digit, workflow.now);
        }

        FindingCase asked = workflow.handle("one", OPEN);

        assertThat(asked.status()).isEqualTo(CaseStatus.WAITING);
        assertThat(asked.text(Facts.REASON)).contains("within the hour");
    }

    @Test
    void block_ofAnAddress_endsAfterItsTime() {
        String brute = PlaybookTest.rows().toList().get(1).event();
        FindingCase fixed = workflow.handle("one", brute);
        assertThat(workflow.account.state).containsEntry("acl", "198.51.100.7/32");

        workflow.expired(fixed.id(), "one");

        assertThat(workflow.account.state).containsEntry("acl", "").containsEntry("ingress", "closed");
    }

    @Test
    void block_ofAnAddress_endsAfterItsTimeThoughTheCaseWasOpenedAgain() {
        String brute = PlaybookTest.rows().toList().get(1).event();
        FindingCase fixed = workflow.handle("one", brute);
        workflow.now = workflow.now.plusSeconds(60);
        workflow.account.state.put("ingress", "open");
        FindingCase again = workflow.handle("two", brute.replace("11:59:00", "13:59:00"));
        assertThat(again.id()).isEqualTo(fixed.id());
        assertThat(again.attempt()).isEqualTo(2);

        workflow.expired(fixed.id(), "two");
        assertThat(workflow.account.state).containsEntry("acl", "198.51.100.7/32");
        workflow.expired(fixed.id(), "one");

        assertThat(workflow.account.state).containsEntry("acl", "").containsEntry("ingress", "closed");
    }

    @Test
    void words_ofAFinding_steerNothing() {
        String hostile = PlaybookTest.guardDuty("Stealth:S3/X", "{}", "{}")
                .replace("It is so", "\\u001b[2J<script>${x}\\nforged line");

        workflow.handle("one", hostile);

        String message = workflow.hub.published().getFirst().get("Message");
        assertThat(message).doesNotContain("\u001b", "<script", "${x}", "\nforged");
    }

    /** The finding, with the time at which Config recorded what it judges. */
    private static String captured(String time) {
        return OPEN.replace("11:59:00", "12:10:00")
                .replace(
                        "'newEvaluationResult':{",
                        "'newEvaluationResult':{'evaluationResultIdentifier':{'orderingTimestamp':'2026-11-24T" + time
                                + "Z'},");
    }

    /**
     * Attack {@code undo-in-anothers-name}: whoever may start the machine writes a name into what it is started with.
     */
    @Test
    void undo_thatNobodyHasSigned_isRefusedWhateverNameItCarries() {
        FindingCase fixed = workflow.handle("one", OPEN);
        String forged = "{'undo':'" + fixed.id() + "','person':'arn:aws:iam::555555555555:root','because':'so'}";

        assertThatThrownBy(() -> workflow.receive("undo", forged))
                .isInstanceOf(Stalled.class)
                .hasMessageContaining("nobody has signed that");

        assertThat(workflow.found(fixed.id()).status()).isEqualTo(CaseStatus.FIXED);
        assertThat(workflow.found(fixed.id()).text(Facts.PERSON)).isEmpty();
    }

    /** What was signed for the steps of an attempt does not serve for those of the next. */
    @Test
    void undo_signedForAnEarlierAttempt_isRefused() {
        FindingCase fixed = workflow.handle("one", OPEN);

        assertThat(workflow.hub.ledger().cases().takeBack(fixed, "other steps", WorkflowForTests.ADA, "so"))
                .isFalse();
        assertThatThrownBy(() -> workflow.receive("undo", "{'undo':'" + fixed.id() + "'}"))
                .isInstanceOf(Stalled.class);
    }

    @Test
    void event_thatIsNone_isInvalid() {
        assertThatThrownBy(() -> workflow.receive("one", "{'source':'aws.guardduty','account':'1'}"))
                .isInstanceOf(Invalid.class);
        assertThatThrownBy(() -> workflow.receive("one", "{'undo':'nothing'}")).isInstanceOf(Stalled.class);
    }
}
