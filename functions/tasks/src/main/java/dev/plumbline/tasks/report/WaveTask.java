package dev.plumbline.tasks.report;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.failure.Stalled;
import dev.plumbline.failure.Waiting;
import dev.plumbline.tasks.assignment.Assignment;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.wave.WaveOutcomes;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/** Says how a wave went, and so whether the next one may start. */
public final class WaveTask {

    private final Bucket bucket;
    private final WaveOutcomes outcomes;
    private final Binder binder;

    /** Creates the task. */
    @Inject
    public WaveTask(Bucket bucket, WaveOutcomes outcomes, Binder binder) {
        this.bucket = requireNonNull(bucket, "bucket is null");
        this.outcomes = requireNonNull(outcomes, "outcomes is null");
        this.binder = requireNonNull(binder, "binder is null");
    }

    /**
     * Returns how the wave went.
     *
     * @throws Waiting while one of its targets is worked on
     */
    ReportAnswer close(ReportInput.CloseWave input) {
        List<String> failed = new ArrayList<>();
        List<String> overtaken = new ArrayList<>();
        outcomes.of(input.run(), assignments(input.key())).forEach((target, ended) -> {
            if (ended.outcome() == Outcome.OVERTAKEN) {
                overtaken.add(target.place());
            } else if (!ended.outcome().good()) {
                failed.add(target.place() + ": " + ended.reason());
            }
        });
        if (!failed.isEmpty()) {
            return new ReportAnswer("failed", told(failed));
        }
        return overtaken.isEmpty()
                ? new ReportAnswer("verified", "")
                : new ReportAnswer("overtaken", "A newer commit is the head; its run deploys the rest.");
    }

    private List<Assignment> assignments(String key) {
        JsonNode wave = bucket.getJson(key)
                .orElseThrow(() -> new Stalled(
                        "The wave " + key + " is gone from the bucket. Start a new run: plumbline reconcile."));
        List<Assignment> assignments = new ArrayList<>();
        wave.forEach(item -> assignments.add(binder.read(item, Assignment.class)));
        return assignments;
    }

    private static String told(List<String> failed) {
        int shown = 20;
        String first = failed.stream().limit(shown).collect(joining("\n"));
        return failed.size() <= shown ? first : first + "\n… and " + (failed.size() - shown) + " more";
    }
}
