package dev.plumbline.tasks.wave;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.TargetOutcome;
import dev.plumbline.accounts.workflows.Workflows;
import dev.plumbline.failure.Waiting;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells how the targets of a wave ended, by what they wrote to the ledger. The execution of one that wrote nothing is
 * asked for: it may run on although the map has left it, or have been stopped.
 */
public final class WaveOutcomes {

    private final Ledger ledger;
    private final Workflows workflows;
    private final TargetMachine machine;

    /** Creates it for the machine that works on the targets. */
    @Inject
    public WaveOutcomes(Ledger ledger, Workflows workflows, TargetMachine machine) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.workflows = requireNonNull(workflows, "workflows is null");
        this.machine = requireNonNull(machine, "machine is null");
    }

    /**
     * Returns how each target ended, in the order of the wave.
     *
     * @throws Waiting while one of them is worked on
     */
    public <T extends WaveTarget> Map<T, TargetOutcome> of(String run, List<T> wave) {
        List<TargetOutcome> written = ledger.progress().outcomes(run);
        Map<T, TargetOutcome> outcomes = new LinkedHashMap<>();
        for (T target : wave) {
            outcomes.put(
                    target,
                    written.stream()
                            .filter(outcome ->
                                    outcome.target().equals(target.target()) && outcome.wave() == target.wave())
                            .findFirst()
                            .orElseGet(() -> withoutAWord(target)));
        }
        return outcomes;
    }

    private TargetOutcome withoutAWord(WaveTarget target) {
        if (!workflows.status(machine.execution(target.name())).ended()) {
            throw new Waiting(target.place() + " is still being worked on");
        }
        return new TargetOutcome(
                target.target(), target.wave(), Outcome.FAILED, "its execution was stopped, or ended without a word");
    }
}
