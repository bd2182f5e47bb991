package dev.plumbline.tasks.report;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.failure.Waiting;
import dev.plumbline.tasks.assignment.Assignment;
import dev.plumbline.tasks.wave.Told;
import dev.plumbline.tasks.wave.WaveOutcomes;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/** Says how a wave went, and so whether the next one may start. */
public final class WaveTask {

    private final WaveOutcomes outcomes;

    /** Creates the task. */
    @Inject
    public WaveTask(WaveOutcomes outcomes) {
        this.outcomes = requireNonNull(outcomes, "outcomes is null");
    }

    /**
     * Returns how the wave went.
     *
     * @throws Waiting while one of its targets is worked on
     */
    ReportAnswer close(ReportInput.CloseWave input) {
        List<String> failed = new ArrayList<>();
        List<String> overtaken = new ArrayList<>();
        outcomes.of(input.run(), input.key(), Assignment.class).forEach((target, ended) -> {
            if (ended.outcome() == Outcome.OVERTAKEN) {
                overtaken.add(target.place());
            } else if (!ended.outcome().good()) {
                failed.add(target.place() + ": " + ended.reason());
            }
        });
        if (!failed.isEmpty()) {
            return new ReportAnswer("failed", Told.lines(failed));
        }
        return overtaken.isEmpty()
                ? new ReportAnswer("verified", "")
                : new ReportAnswer("overtaken", "A newer commit is the head; its run deploys the rest.");
    }
}
