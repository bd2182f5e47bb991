package dev.plumbline.tasks.patch;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Patch;
import dev.plumbline.accounts.ledger.PatchStatus;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.failure.Waiting;
import dev.plumbline.tasks.assignment.RunDocuments;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.directory.Branch;
import dev.plumbline.tasks.directory.Directories;
import dev.plumbline.tasks.directory.PatchableStack;
import dev.plumbline.tasks.wave.Told;
import dev.plumbline.tasks.wave.WaveOutcomes;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads how the targets of a wave ended. What went wrong stops the waves above; what went well bakes first. The answer
 * does not grow with the wave.
 */
final class WaveTask {

    private final Ledger ledger;
    private final Bucket bucket;
    private final WaveOutcomes outcomes;
    private final Directories directories;
    private final Branch branch;
    private final Binder binder;

    @Inject
    WaveTask(
            Ledger ledger,
            Bucket bucket,
            WaveOutcomes outcomes,
            Directories directories,
            Branch branch,
            Binder binder) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.bucket = requireNonNull(bucket, "bucket is null");
        this.outcomes = requireNonNull(outcomes, "outcomes is null");
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
        List<String> failed = new ArrayList<>();
        List<Patch> done = new ArrayList<>();
        outcomes.of(input.run(), input.key(), PatchAssignment.class).forEach((target, ended) -> {
            if (ended.outcome().good()) {
                ledger.patches().of(target.target()).stream()
                        .filter(patch -> patch.status() == PatchStatus.DONE
                                && patch.run().equals(input.run()))
                        .forEach(done::add);
            } else {
                failed.add(target.place() + ": " + ended.reason());
            }
        });
        if (!failed.isEmpty()) {
            return new PatchAnswer.Closed("failed", Told.lines(failed), 0, "");
        }
        long seconds = bake(done);
        return new PatchAnswer.Closed("patched", "", seconds, seconds == 0 ? "" : baking(input, done));
    }

    private String baking(PatchInput.CloseWave input, List<Patch> done) {
        int wave = done.stream().mapToInt(Patch::wave).max().orElseThrow();
        String key = RunDocuments.baking(input.run(), wave);
        bucket.putJson(key, binder.tree(stacks(done)));
        return key;
    }

    private static List<PatchAnswer.Baking> stacks(List<Patch> done) {
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
        List<PatchableStack> all = directories.deployed(branch.ref()).patchable();
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
}
