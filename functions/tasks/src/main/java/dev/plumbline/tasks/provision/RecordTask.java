package dev.plumbline.tasks.provision;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Phase;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.tasks.assignment.MachineFailure;
import dev.plumbline.tasks.provision.ProvisionAnswer.Done;
import dev.plumbline.tasks.provision.ProvisionAnswer.Recorded;
import jakarta.inject.Inject;
import java.util.Locale;

/** Ends the line of a stack: the one place that says how it went. */
public final class RecordTask {

    private final Lines lines;

    /** Creates the task. */
    @Inject
    public RecordTask(Lines lines) {
        this.lines = requireNonNull(lines, "lines is null");
    }

    /** Writes the end of the line, and returns whether what needs the stack may go on. */
    Recorded record(ProvisionInput.RecordStack input) {
        Outcome outcome = Outcome.valueOf(input.outcome().toUpperCase(Locale.ROOT));
        LineStart start = input.lineOrNull() == null ? lines.nothing() : input.lineOrNull();
        LineStart told = outcome == Outcome.SKIPPED || outcome == Outcome.STALLED
                ? new LineStart("none", start.changes(), start.startedAt())
                : start;
        lines.put(input, told, Phase.DONE, verdict(outcome), reason(input));
        return new Recorded(outcome.good());
    }

    /** Writes that a stack waits, and for what. */
    Done hold(ProvisionInput.HoldStack input) {
        lines.put(input, lines.nothing(), Phase.WAITING, Verdict.UNKNOWN, input.reason());
        return new Done(null);
    }

    private static Verdict verdict(Outcome outcome) {
        return switch (outcome) {
            case DEPLOYED, UNCHANGED -> Verdict.HEALTHY;
            case UNHEALTHY -> Verdict.UNHEALTHY;
            case FAILED, STALLED, INVALID, OVERTAKEN, SKIPPED -> Verdict.UNKNOWN;
        };
    }

    private static String reason(ProvisionInput.RecordStack input) {
        return input.failureOrNull() == null
                ? input.reason()
                : MachineFailure.read(input.failureOrNull()).message();
    }
}
