package dev.plumbline.tasks.patch;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Patch;
import dev.plumbline.accounts.ledger.PatchStatus;
import dev.plumbline.accounts.ledger.TargetOutcome;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.accounts.workflows.Workflows;
import dev.plumbline.failure.Stalled;
import dev.plumbline.failure.Waiting;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.directory.Directories;
import dev.plumbline.tasks.directory.PatchableStack;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads how the targets of a wave ended. What went wrong stops the waves above; what went well bakes first. */
final class WaveTask {

    private final Ledger ledger;
    private final Bucket bucket;
    private final Workflows workflows;
    private final Directories directories;
    private final PatchBranch branch;
    private final Binder binder;

    @Inject
    WaveTask(
            Ledger ledger,
            Bucket bucket,
            Workflows workflows,
            Directories directories,
            PatchBranch branch,
            Binder binder) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.bucket = requireNonNull(bucket, "bucket is null");
        this.workflows = requireNonNull(workflows, "workflows is null");
        this.directories = requireNonNull(directories, "directories is null");
        this.branch = requireNonNull(branch, "branch is null");
        this.binder = requireNonNull(binder, "binder is null");
    }

    /**
     * Returns how the wave went.
     *
     * @throws Waiting while one of its targets is worked on
     */
    PatchAnswer.Closed close(PatchInput.CloseWave input) {
        List<TargetOutcome> outcomes = ledger.progress().outcomes(input.run());
        List<String> failed = new ArrayList<>();
        List<Patch> done = new ArrayList<>();
        for (PatchAssignment assignment : assignments(input.key())) {
            Optional<TargetOutcome> outcome = outcomes.stream()
                    .filter(ended -> ended.target().equals(assignment.target()) && ended.wave() == assignment.wave())
                    .findFirst();
            if (outcome.isEmpty()) {
                waitFor(assignment);
                failed.add(place(assignment) + ": its execution was stopped, or ended without a word");
            } else if (!outcome.get().outcome().good()) {
                failed.add(place(assignment) + ": " + outcome.get().reason());
            } else {
                ledger.patches().of(assignment.target()).stream()
                        .filter(patch -> patch.status() == PatchStatus.DONE
                                && patch.run().equals(input.run()))
                        .forEach(done::add);
            }
        }
        if (!failed.isEmpty()) {
            return new PatchAnswer.Closed("failed", String.join("\n", failed), 0, List.of());
        }
        return new PatchAnswer.Closed("patched", "", bake(done), baking(done));
    }

    private static List<PatchAnswer.Baking> baking(List<Patch> done) {
        return done.stream()
                .map(patch -> new PatchAnswer.Baking(
                        patch.stack().target().account(),
                        patch.stack().target().region(),
                        patch.stack().stack()))
                .distinct()
                .toList();
    }

    /** The longest bake time that a stack of one of these blueprints wants, and 0 where nothing was applied. */
    private long bake(List<Patch> done) {
        List<PatchableStack> all = directories.newest(branch.ref()).patchable();
        List<String> blueprints = all.stream()
                .filter(stack -> done.stream()
                        .anyMatch(patch -> patch.stack().target().account().equals(stack.account())
                                && patch.stack().stack().equals(stack.stack())))
                .map(PatchableStack::blueprint)
                .toList();
        int wave = done.stream().mapToInt(Patch::wave).max().orElse(Integer.MAX_VALUE);
        return all.stream()
                .filter(stack -> stack.wave() > wave && blueprints.contains(stack.blueprint()))
                .mapToLong(stack -> stack.patching().bakeSeconds())
                .max()
                .orElse(0);
    }

    private void waitFor(PatchAssignment assignment) {
        if (!workflows.status(branch.execution(assignment.name())).ended()) {
            throw new Waiting(place(assignment) + " is still being worked on");
        }
    }

    private List<PatchAssignment> assignments(String key) {
        JsonNode wave = bucket.getJson(key)
                .orElseThrow(() -> new Stalled("The wave " + key + " is gone from the bucket. Start again."));
        List<PatchAssignment> assignments = new ArrayList<>();
        wave.forEach(item -> assignments.add(binder.read(item, PatchAssignment.class)));
        return assignments;
    }

    private static String place(PatchAssignment assignment) {
        return assignment.environment() + " " + assignment.region();
    }
}
