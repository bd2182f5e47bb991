package dev.plumbline.tasks.observe;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Head;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.tasks.console.Console;
import dev.plumbline.tasks.report.PlanNotes;
import jakarta.inject.Inject;

/**
 * Ends plans that could not do so themselves: stopped, or out of time. Their pull request is told, and a delivery that
 * is sent again then starts another. It is told before the end is written, so that it is told twice rather than never.
 */
public final class PlanEnds {

    private final Ledger ledger;
    private final PlanNotes notes;

    /** Creates it. */
    @Inject
    public PlanEnds(Ledger ledger, PlanNotes notes) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.notes = requireNonNull(notes, "notes is null");
    }

    /** Ends a plan, unless it has said all itself or a newer one has taken its place. */
    ObserveAnswer ended(Observation.PlanEnded ended) {
        if (ended.pullRequest().isEmpty()) {
            return new ObserveAnswer("noted elsewhere");
        }
        Head head = ledger.heads().read(Head.ofPullRequest(ended.pullRequest()));
        if (head.run().equals(ended.plan()) && !head.ended()) {
            notes.stopped(ended.plan(), head.commit(), Console.execution(ended.executionArn()));
            ledger.heads().end(head.ref(), ended.plan(), false);
            return new ObserveAnswer("plan ended");
        }
        if (head.isUnclaimedBy(ended.plan())) {
            notes.stopped(ended.plan(), ended.commit(), Console.execution(ended.executionArn()));
            ledger.heads().endUnclaimed(head.ref(), ended.plan());
            return new ObserveAnswer("plan ended");
        }
        return new ObserveAnswer("noted elsewhere");
    }
}
