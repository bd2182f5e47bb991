package dev.plumbline.tasks.wave;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.TargetOutcome;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.accounts.workflows.Workflows;
import dev.plumbline.failure.Stalled;
import dev.plumbline.failure.Waiting;
import dev.plumbline.tasks.binding.Binder;
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
    private final Bucket bucket;
    private final Workflows workflows;
    private final TargetMachine machine;
    private final Binder binder;

    /** Creates it for the machine that works on the targets. */
    @Inject
    public WaveOutcomes(Ledger ledger, Bucket bucket, Workflows workflows, TargetMachine machine, Binder binder) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.bucket = requireNonNull(bucket, "bucket is null");
        this.workflows = requireNonNull(workflows, "workflows is null");
        this.machine = requireNonNull(machine, "machine is null");
        this.binder = requireNonNull(binder, "binder is null");
    }

    /**
     * Returns how each target ended, in the order of the wave.
     *
     * @param key where the wave's document lies in the bucket
     * @param kind what its items are
     * @throws Waiting while one of the targets is worked on
     * @throws Stalled where the document is gone
     */
    public <T extends WaveTarget> Map<T, TargetOutcome> of(String run, String key, Class<T> kind) {
        JsonNode wave = bucket.getJson(key)
                .orElseThrow(() -> new Stalled("The wave " + key + " is gone from the bucket. Start a new run."));
        List<TargetOutcome> written = ledger.progress().outcomes(run);
        Map<T, TargetOutcome> outcomes = new LinkedHashMap<>();
        for (JsonNode item : wave) {
            T target = binder.read(item, kind);
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
