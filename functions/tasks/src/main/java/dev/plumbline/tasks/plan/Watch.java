package dev.plumbline.tasks.plan;

import static java.util.stream.Collectors.joining;

import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.estate.plan.TargetPlan;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run looks at besides what it changes, and where it can do neither.
 *
 * @param standing whether each target is reconciled at the revision that was deployed there last
 * @param drift whether drift is looked for
 * @param current the stacks of each target that are as the plan wants them, as far as the ledger knows
 * @param reverts digests of drift that a person wants put back whatever the policy says
 * @param unreachable the targets that could not be looked into, with the reason
 */
record Watch(
        boolean standing,
        boolean drift,
        Map<TargetKey, Set<String>> current,
        List<String> reverts,
        Map<TargetKey, String> unreachable) {

    /** Copies the maps. */
    Watch {
        current = Map.copyOf(current);
        reverts = List.copyOf(reverts);
        unreachable = Map.copyOf(unreachable);
    }

    /** Returns what a push looks at: nothing. */
    static Watch none(Map<TargetKey, String> unreachable) {
        return new Watch(false, false, Map.of(), List.of(), unreachable);
    }

    /** Returns why a target could not be looked into; empty where it could. */
    String unreachable(TargetPlan target) {
        return unreachable.getOrDefault(target.target(), "");
    }

    /**
     * Returns the stacks of a target's plan that have to wait, with the reason: they are not what the plan wants, and
     * what they refer to could not be looked at. What a push refers to is in an earlier wave, which then fails.
     */
    SortedMap<String, String> blocked(TargetPlan target) {
        SortedMap<String, String> blocked = new TreeMap<>();
        if (!standing || !unreachable(target).isEmpty()) {
            return blocked;
        }
        List<String> known = over(target);
        target.stacks().filter(stack -> !known.contains(stack.name())).forEach(stack -> {
            String missing = stack.needs().stream()
                    .filter(needed -> unreachable.containsKey(needed.target()))
                    .map(StackKey::toString)
                    .collect(joining(", "));
            if (!missing.isEmpty()) {
                blocked.put(stack.name(), "needs " + missing + ", whose account could not be looked into");
            }
        });
        return blocked;
    }

    /** Returns the stacks of a target's plan in which drift is looked for. */
    List<String> over(TargetPlan target) {
        Set<String> known = current.get(target.target());
        return known == null
                ? List.of()
                : target.stacks().map(StackPlan::name).filter(known::contains).toList();
    }
}
