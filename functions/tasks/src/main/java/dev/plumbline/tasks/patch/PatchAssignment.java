package dev.plumbline.tasks.patch;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.tasks.wave.WaveTarget;
import java.util.List;

/**
 * What one execution of patch-target is to do: an item of a wave's document, and the execution's input.
 *
 * @param name name of the execution, the same whenever the wave is started again
 * @param run id of the run
 * @param environment name of the environment
 * @param account account id
 * @param region region
 * @param wave number of the wave
 * @param stacks the stacks that are looked at
 * @param now whether windows do not count
 * @param dryRun whether nothing is applied
 */
public record PatchAssignment(
        String name,
        String run,
        String environment,
        String account,
        String region,
        int wave,
        List<String> stacks,
        boolean now,
        boolean dryRun)
        implements WaveTarget {

    /** Copies the stacks and checks that nothing is missing. */
    public PatchAssignment {
        requireNonNull(name, "name is null");
        requireNonNull(run, "run is null");
        requireNonNull(environment, "environment is null");
        TargetKey.check(account, region);
        stacks = List.copyOf(stacks);
    }

    @Override
    public TargetKey target() {
        return new TargetKey(account, region);
    }

    /** Returns the key of one of the target's stacks. */
    public StackKey stack(String stack) {
        return new StackKey(target(), stack);
    }
}
