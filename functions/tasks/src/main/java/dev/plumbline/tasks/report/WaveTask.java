package dev.plumbline.tasks.report;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.TargetOutcome;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.accounts.workflows.Workflows;
import dev.plumbline.failure.Stalled;
import dev.plumbline.failure.Waiting;
import dev.plumbline.tasks.assignment.Assignment;
import dev.plumbline.tasks.binding.Binder;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Says how a wave went, by what its targets wrote to the ledger. A target that wrote nothing is asked for: it may run
 * on although the map has left it, or have been stopped.
 */
public final class WaveTask {

    private final Ledger ledger;
    private final Bucket bucket;
    private final Workflows workflows;
    private final TargetMachine machine;
    private final Binder binder;

    /** Creates the task. */
    @Inject
    public WaveTask(Ledger ledger, Bucket bucket, Workflows workflows, TargetMachine machine, Binder binder) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.bucket = requireNonNull(bucket, "bucket is null");
        this.workflows = requireNonNull(workflows, "workflows is null");
        this.machine = requireNonNull(machine, "machine is null");
        this.binder = requireNonNull(binder, "binder is null");
    }

    /**
     * Returns how the wave went.
     *
     * @throws Waiting while one of its targets is worked on
     */
    ReportAnswer close(ReportInput.CloseWave input) {
        Map<String, TargetOutcome> outcomes = ledger.progress().outcomes(input.run()).stream()
                .collect(Collectors.toMap(
                        outcome -> outcome.target() + "#" + outcome.wave(), outcome -> outcome, (a, b) -> b));
        List<String> failed = new ArrayList<>();
        List<String> overtaken = new ArrayList<>();
        for (Assignment assignment : assignments(input.key())) {
            Optional<TargetOutcome> outcome =
                    Optional.ofNullable(outcomes.get(assignment.target() + "#" + assignment.wave()));
            if (outcome.isEmpty()) {
                waitFor(assignment);
                failed.add(place(assignment) + ": its execution was stopped, or ended without a word");
            } else if (outcome.get().outcome() == Outcome.OVERTAKEN) {
                overtaken.add(place(assignment));
            } else if (!outcome.get().outcome().good()) {
                failed.add(place(assignment) + ": " + outcome.get().reason());
            }
        }
        if (!failed.isEmpty()) {
            return new ReportAnswer("failed", told(failed));
        }
        return overtaken.isEmpty()
                ? new ReportAnswer("verified", "")
                : new ReportAnswer("overtaken", "A newer commit is the head; its run deploys the rest.");
    }

    private void waitFor(Assignment assignment) {
        if (!workflows.status(machine.execution(assignment.name())).ended()) {
            throw new Waiting(place(assignment) + " is still being worked on");
        }
    }

    private List<Assignment> assignments(String key) {
        JsonNode wave = bucket.getJson(key)
                .orElseThrow(() -> new Stalled(
                        "The wave " + key + " is gone from the bucket. Start a new run: plumbline reconcile."));
        List<Assignment> assignments = new ArrayList<>();
        wave.forEach(item -> assignments.add(binder.read(item, Assignment.class)));
        return assignments;
    }

    private static String place(Assignment assignment) {
        return assignment.environment() + " " + assignment.region();
    }

    private static String told(List<String> failed) {
        int shown = 20;
        String first = failed.stream().limit(shown).collect(joining("\n"));
        return failed.size() <= shown ? first : first + "\n… and " + (failed.size() - shown) + " more";
    }
}
