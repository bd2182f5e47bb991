package dev.plumbline.tasks.provision;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.DriftRecord;
import dev.plumbline.accounts.ledger.DriftState;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Phase;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.tasks.approve.DriftConsents;
import dev.plumbline.tasks.assignment.MachineFailure;
import dev.plumbline.tasks.provision.ProvisionAnswer.Done;
import dev.plumbline.tasks.provision.ProvisionAnswer.Recorded;
import jakarta.inject.Inject;
import java.util.Optional;

/** Ends the line of a stack: the one place that says how it went. */
public final class RecordTask {

    private final Ledger ledger;
    private final Lines lines;
    private final DriftConsents consents;

    /** Creates the task. */
    @Inject
    public RecordTask(Ledger ledger, Lines lines, DriftConsents consents) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.lines = requireNonNull(lines, "lines is null");
        this.consents = requireNonNull(consents, "consents is null");
    }

    /** Writes the end of the line, and returns whether what needs the stack may go on. */
    Recorded record(ProvisionInput.RecordStack input) {
        Outcome outcome = Outcome.of(input.outcome());
        LineStart start = input.lineOrNull() == null ? lines.nothing() : input.lineOrNull();
        boolean nothing = outcome == Outcome.SKIPPED || outcome == Outcome.STALLED || outcome == Outcome.UNCHANGED;
        LineStart told = nothing ? new LineStart("none", start.changes(), start.startedAt()) : start;
        String reason = MachineFailure.reason(input.failureOrNull(), input.reason());
        lines.put(input, told, Phase.DONE, verdict(outcome), reason);
        if (input.target().drift() && !outcome.good()) {
            notPutBack(input, reason);
        }
        return new Recorded(outcome.good());
    }

    /** Writes that a stack waits, and for what. */
    Done hold(ProvisionInput.HoldStack input) {
        lines.put(input, lines.nothing(), Phase.WAITING, Verdict.UNKNOWN, input.reason());
        return new Done(null);
    }

    /** Drift that was to be put back and was not is open; so is drift that a person has left as it is. */
    private void notPutBack(ProvisionInput.RecordStack input, String reason) {
        ledger.drifts()
                .ofRun(input.target().run(), input.target().target(), input.stack())
                .ifPresent(record ->
                        became(input, record).ifPresent(state -> ledger.drifts().become(record, state, reason)));
    }

    private Optional<DriftState> became(ProvisionInput.RecordStack input, DriftRecord record) {
        return switch (record.state()) {
            case REVERTING -> Optional.of(DriftState.FAILED);
            case ASKED -> consents.closed(input.target().run(), input.key(), record);
            case FOUND, REVERTED, REJECTED, REPORTED, FAILED, UNCONFIRMED, MOVED, GONE -> Optional.empty();
        };
    }

    private static Verdict verdict(Outcome outcome) {
        return switch (outcome) {
            case DEPLOYED, UNCHANGED, REMOVED -> Verdict.HEALTHY;
            case UNHEALTHY -> Verdict.UNHEALTHY;
            case FAILED, STALLED, INVALID, OVERTAKEN, SKIPPED -> Verdict.UNKNOWN;
        };
    }
}
