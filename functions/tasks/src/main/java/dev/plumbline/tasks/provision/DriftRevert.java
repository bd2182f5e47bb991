package dev.plumbline.tasks.provision;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.changes.ChangesDigest;
import dev.plumbline.accounts.ledger.DriftRecord;
import dev.plumbline.accounts.ledger.DriftRecords;
import dev.plumbline.accounts.ledger.DriftState;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.accounts.stacks.Change;
import dev.plumbline.accounts.stacks.ChangeSetRequest;
import dev.plumbline.accounts.stacks.StackState;
import dev.plumbline.estate.AwsMove;
import dev.plumbline.tasks.approve.Asked;
import dev.plumbline.tasks.approve.DriftConsent;
import dev.plumbline.tasks.approve.DriftConsents;
import dev.plumbline.tasks.provision.ProvisionAnswer.Prepared;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The stack is what the estate wants, and its resources are not: they are put back, where that may be. */
final class DriftRevert implements ChangeKind {

    private static final String ACTION = "revert";
    private static final String NONE = "none";

    private final StackWork work;
    private final DriftRecord found;
    private final DriftRecords drifts;
    private final DriftConsents consents;

    /**
     * Creates it.
     *
     * @param found what the run has found changed behind the stack's back
     */
    DriftRevert(StackWork work, DriftRecord found, DriftRecords drifts, DriftConsents consents) {
        this.work = requireNonNull(work, "work is null");
        this.found = requireNonNull(found, "found is null");
        this.drifts = requireNonNull(drifts, "drifts is null");
        this.consents = requireNonNull(consents, "consents is null");
    }

    @Override
    public String action(StackState assumed) {
        return ACTION;
    }

    /**
     * What AWS itself has moved is wanted as it is: a value that equals the live one changes nothing. What
     * CloudFormation leaves alone keeps its deployed value, as a new one would show in whatever else refers to the
     * parameter.
     */
    @Override
    public ChangeSetRequest shaped(ChangeSetRequest plain) {
        return plain.kind() == ChangeSetRequest.Kind.UPDATE
                ? plain.with(reached()).reverting()
                : plain;
    }

    private SortedMap<String, String> reached() {
        SortedMap<String, String> reached = new TreeMap<>(work.record().moved());
        reached.keySet()
                .retainAll(work.stack().moves().stream()
                        .filter(move -> !move.isLeftAloneByReverts())
                        .map(AwsMove::parameter)
                        .toList());
        return reached;
    }

    @Override
    public Prepared ready(List<Change> changes) {
        LineStart told = work.line(ACTION, changes);
        boolean wanted = work.input().target().reverts().contains(found.digest());
        return switch (DriftDecision.on(work.stack(), found.entries(), changes, wanted)) {
            case DriftDecision.Revert _ -> revert(told);
            case DriftDecision.Ask(String why) -> answered(why, changes, told);
            case DriftDecision.Report _ -> left(DriftState.REPORTED, "Drift is reported and left");
            case DriftDecision.Unconfirmed _ -> empty();
        };
    }

    private Prepared revert(LineStart told) {
        drifts.become(found, DriftState.REVERTING, "");
        return work.execute(told);
    }

    /** What is approved is that this drift is put back by exactly these changes. */
    private Prepared answered(String why, List<Change> changes, LineStart told) {
        Asked question = Asked.aboutDrift(
                ChangesDigest.of(work.digest() + found.digest(), changes),
                found,
                why,
                told.changes(),
                work.stack().approvalsExpireAfter().toSeconds());
        return switch (consents.to(work.run(), work.key(), found, question)) {
            case DriftConsent.Given _ -> revert(told);
            case DriftConsent.Refused(String reason) -> work.refused(reason, told);
            case DriftConsent.Needed(Asked needed) -> {
                drifts.asks(found, work.run(), why);
                yield work.ask(needed, told);
            }
            case DriftConsent.Elsewhere(DriftState state, String reason) -> left(state, reason);
        };
    }

    /** Detection and change set do not agree: it does not count. */
    @Override
    public Prepared empty() {
        return left(DriftState.UNCONFIRMED, "");
    }

    /** No answer would help. Who was told of the same before hears of it no more. */
    @Override
    public Prepared failed(String reason) {
        String why = "Drift cannot be put back: " + reason;
        drifts.become(found, DriftState.FAILED, why);
        work.discard();
        return Prepared.of("record", "", found.told() ? Outcome.UNCHANGED : Outcome.STALLED, why, work.line(NONE));
    }

    private Prepared left(DriftState state, String reason) {
        drifts.become(found, state, reason);
        work.discard();
        String decision = work.record().verdict() == Verdict.HEALTHY ? "record" : "verify";
        return Prepared.of(decision, "", Outcome.UNCHANGED, reason, work.line(NONE));
    }
}
