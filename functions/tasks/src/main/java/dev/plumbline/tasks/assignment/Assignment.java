package dev.plumbline.tasks.assignment;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.tasks.wave.WaveTarget;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one execution of reconcile-target is to do: an item of a wave's document, and the execution's input. It says
 * where the plan lies rather than what it says.
 *
 * @param name name of the execution, the same whenever the wave is started again
 * @param run id of the run
 * @param ref the branch that is deployed
 * @param commit the commit that the run deploys
 * @param environment name of the environment
 * @param account account id
 * @param region region
 * @param wave number of the wave
 * @param key where the target's plan lies in the bucket
 * @param standing whether the commit is the one that was deployed there last, and not the head of the branch
 * @param drift whether drift is looked for
 * @param current the stacks that are as the plan wants them as far as the ledger knows: those that drift is looked for
 *     in
 * @param reverts digests of drift that a person wants put back whatever the policy says
 * @param unreachable why the plan could not look into the target, in which nothing is done then; empty where it could
 * @param blocked the stacks that are not touched because of what they refer to, with the reason
 */
public record Assignment(
        String name,
        String run,
        String ref,
        String commit,
        String environment,
        String account,
        String region,
        int wave,
        String key,
        boolean standing,
        boolean drift,
        List<String> current,
        List<String> reverts,
        String unreachable,
        SortedMap<String, String> blocked)
        implements WaveTarget {

    /** Checks that nothing is missing. */
    public Assignment {
        requireNonNull(name, "name is null");
        requireNonNull(run, "run is null");
        requireNonNull(ref, "ref is null");
        requireNonNull(commit, "commit is null");
        requireNonNull(environment, "environment is null");
        TargetKey.check(account, region);
        requireNonNull(key, "key is null");
        current = List.copyOf(current);
        reverts = List.copyOf(reverts);
        requireNonNull(unreachable, "unreachable is null");
        blocked = Collections.unmodifiableSortedMap(new TreeMap<>(blocked));
    }

    /** Creates what is to be done in a target that the plan could look into, and of which no stack has to wait. */
    public Assignment(
            String name,
            String run,
            String ref,
            String commit,
            String environment,
            String account,
            String region,
            int wave,
            String key,
            boolean standing,
            boolean drift,
            List<String> current,
            List<String> reverts) {
        this(
                name,
                run,
                ref,
                commit,
                environment,
                account,
                region,
                wave,
                key,
                standing,
                drift,
                current,
                reverts,
                "",
                new TreeMap<>());
    }

    @Override
    public TargetKey target() {
        return new TargetKey(account, region);
    }

    /** Returns the key of one of the target's stacks. */
    public StackKey stack(String stack) {
        return new StackKey(target(), stack);
    }

    /** Returns the names that the run gives. */
    public RunNames names() {
        return new RunNames(run);
    }
}
