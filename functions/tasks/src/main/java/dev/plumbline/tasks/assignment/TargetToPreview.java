package dev.plumbline.tasks.assignment;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.preview.ValueDiff;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A target that a plan looks at: an item of the plan's map.
 *
 * @param plan id of the plan
 * @param ref what the ledger calls the pull request; empty where a person asks
 * @param environment name of the environment
 * @param account account id
 * @param region region
 * @param wave number of the wave
 * @param key where it lies in the bucket what is intended there; empty where nothing is
 * @param removed the stacks that leave the estate
 * @param stateful for each of these its resources that hold data, by the rules that are deployed
 * @param waits for each stack the stacks that it refers to and that may change
 * @param settings the settings that would change
 * @param unreachable why the target could not be looked into, of which nothing more is told then; empty where it could
 * @param foretold whether nothing is asked of its account, so that its templates alone tell what is made there
 */
public record TargetToPreview(
        String plan,
        String ref,
        String environment,
        String account,
        String region,
        int wave,
        String key,
        List<String> removed,
        SortedMap<String, List<String>> stateful,
        SortedMap<String, List<String>> waits,
        List<ValueDiff> settings,
        String unreachable,
        boolean foretold) {

    /** Copies the collections and checks that nothing is missing. */
    public TargetToPreview {
        requireNonNull(plan, "plan is null");
        requireNonNull(ref, "ref is null");
        requireNonNull(environment, "environment is null");
        TargetKey.check(account, region);
        requireNonNull(key, "key is null");
        removed = List.copyOf(removed);
        stateful = new TreeMap<>(stateful);
        waits = new TreeMap<>(waits);
        settings = List.copyOf(settings);
        requireNonNull(unreachable, "unreachable is null");
    }

    /** Returns the account and region. */
    public TargetKey target() {
        return new TargetKey(account, region);
    }

    /** Returns the key of one of its stacks. */
    public StackKey stack(String name) {
        return new StackKey(target(), name);
    }

    /** Returns the names that the plan gives. */
    public RunNames names() {
        return new RunNames(plan);
    }

    /** Returns what a stack waits for. */
    public List<String> waitsFor(String stack) {
        return listed(waits, stack);
    }

    /** Returns the resources of a stack that leaves which hold data. */
    public List<String> statefulOf(String stack) {
        return listed(stateful, stack);
    }

    private static List<String> listed(Map<String, List<String>> lists, String stack) {
        return List.copyOf(lists.getOrDefault(stack, List.of()));
    }
}
