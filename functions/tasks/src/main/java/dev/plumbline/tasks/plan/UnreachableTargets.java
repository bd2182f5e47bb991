package dev.plumbline.tasks.plan;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.TargetOutcome;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.estate.plan.Wave;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Notes in a run's progress how its work on the targets ends that could not be looked into: before it begins. So all of
 * them are told at once, also those of waves that never begin.
 */
public final class UnreachableTargets {

    private final Ledger ledger;
    private final InstantSource clock;

    /** Creates it. */
    @Inject
    public UnreachableTargets(Ledger ledger, InstantSource clock) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Notes them, each in its first wave, after which no other begins. What an earlier attempt noted of a target that
     * can be looked into by now is taken back.
     *
     * @param waves what the run does
     * @param unreachable the targets, with the reason and what to do
     */
    void note(String run, List<Wave> waves, Map<TargetKey, String> unreachable) {
        SortedMap<TargetKey, TargetOutcome> ended = new TreeMap<>();
        waves.stream().flatMap(wave -> wave.targets().stream()).forEachOrdered(target -> {
            String why = unreachable.get(target.target());
            if (why != null) {
                ended.putIfAbsent(
                        target.target(), new TargetOutcome(target.target(), target.wave(), Outcome.STALLED, why));
            }
        });
        ledger.progress().outcomes(run).stream()
                .filter(earlier -> earlier.outcome() == Outcome.STALLED && !ended.containsKey(earlier.target()))
                .forEach(earlier -> ledger.progress().forget(run, earlier));
        Concurrently.map(ended.values(), outcome -> {
            ledger.progress().put(run, outcome, clock.instant());
            return outcome;
        });
    }
}
