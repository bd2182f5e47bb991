package dev.plumbline.tasks.remediate;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.CaseStatus;
import dev.plumbline.accounts.ledger.FindingCase;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.failure.Stalled;
import dev.plumbline.tasks.playbooks.Step;
import jakarta.inject.Inject;

/**
 * The steps of remediate by their names. A step goes on with the next in the same call where it can: see
 * {@link Onwards}.
 */
public final class RemediateTasks {

    private final ReceiveTask receive;
    private final SweepTask sweep;
    private final CorrelateTask correlate;
    private final DecideTask decide;
    private final ActTask act;
    private final VerifyTask verify;
    private final RecordTask record;
    private final CaseNotices notices;
    private final Work work;
    private final Ledger ledger;

    /** Creates the steps. */
    @Inject
    RemediateTasks(
            ReceiveTask receive,
            SweepTask sweep,
            CorrelateTask correlate,
            DecideTask decide,
            ActTask act,
            VerifyTask verify,
            RecordTask record,
            CaseNotices notices,
            Work work,
            Ledger ledger) {
        this.receive = requireNonNull(receive, "receive is null");
        this.sweep = requireNonNull(sweep, "sweep is null");
        this.correlate = requireNonNull(correlate, "correlate is null");
        this.decide = requireNonNull(decide, "decide is null");
        this.act = requireNonNull(act, "act is null");
        this.verify = requireNonNull(verify, "verify is null");
        this.record = requireNonNull(record, "record is null");
        this.notices = requireNonNull(notices, "notices is null");
        this.work = requireNonNull(work, "work is null");
        this.ledger = requireNonNull(ledger, "ledger is null");
    }

    /** Does what is asked. */
    public RemediateAnswer run(RemediateInput input) {
        return switch (input) {
            case RemediateInput.Receive arrived ->
                arrived.event().path("sweep").isObject()
                        ? sweep.sweep(arrived.event().path("sweep"), arrived.execution())
                        : receive.receive(arrived);
            case RemediateInput.Correlate(String caseId) -> correlated(work.of(caseId));
            case RemediateInput.Decide(String caseId) -> decided(work.of(caseId));
            case RemediateInput.Approve asked -> approve(asked);
            case RemediateInput.Act(String caseId) -> act.act(work.of(caseId));
            case RemediateInput.Undo(String caseId) -> act.undo(work.of(caseId));
            case RemediateInput.Expire over -> act.expire(over);
            case RemediateInput.Verify(String caseId, int attempt) -> verify.verify(work.of(caseId), attempt);
            case RemediateInput.RecordCase ended -> record.record(ended);
            case RemediateInput.Report(String caseId) -> report(caseId);
        };
    }

    private RemediateAnswer correlated(FindingCase of) {
        return correlate.correlate(of, () -> decide.policies(of));
    }

    private RemediateAnswer decided(FindingCase of) {
        return decide.decide(of, decide.policies(of));
    }

    /** A case that somebody else has taken over must not wait under two tokens. */
    private RemediateAnswer approve(RemediateInput.Approve input) {
        FindingCase of = work.of(input.caseId());
        if (!ledger.cases().await(of, input.token())) {
            throw new Stalled("Another execution works on the case " + of.id() + " by now.");
        }
        notices.tell(work.of(input.caseId()));
        return RemediateAnswer.of(of.id(), "asked", "");
    }

    /** A finding that came again although nothing was wrong any more: people have been told of the fix. */
    private static boolean isEcho(FindingCase of) {
        return of.attempt() > 1
                && of.status() == CaseStatus.FIXED
                && of.text(FindingCase.Facts.STEPS).isEmpty();
    }

    private RemediateAnswer report(String caseId) {
        FindingCase of = work.of(caseId);
        if (!isEcho(of)) {
            notices.tell(of);
        }
        long lasts = of.status() == CaseStatus.FIXED
                ? work.steps(of).stream().mapToLong(Step::lastsSeconds).max().orElse(0)
                : 0;
        return new RemediateAnswer(caseId, of.status().label(), "", RemediateAnswer.Reconcile.NONE, lasts);
    }
}
