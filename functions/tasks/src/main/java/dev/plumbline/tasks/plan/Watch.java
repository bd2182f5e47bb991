package dev.plumbline.tasks.plan;

import dev.plumbline.estate.TargetKey;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.estate.plan.TargetPlan;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a run looks at besides what it changes.
 *
 * @param standing whether each target is reconciled at the revision that was deployed there last
 * @param drift whether drift is looked for
 * @param current the stacks of each target that are as the plan wants them, as far as the ledger knows
 * @param reverts digests of drift that a person wants put back whatever the policy says
 */
record Watch(boolean standing, boolean drift, Map<TargetKey, Set<String>> current, List<String> reverts) {

    /** Copies the map. */
    Watch {
        current = Map.copyOf(current);
        reverts = List.copyOf(reverts);
    }

    /** Returns what a push looks at: nothing. */
    static Watch none() {
        return new Watch(false, false, Map.of(), List.of());
    }

    /** Returns the stacks of a target's plan in which drift is looked for. */
    List<String> over(TargetPlan target) {
        Set<String> known = current.get(target.target());
        return known == null
                ? List.of()
                : target.stacks().map(StackPlan::name).filter(known::contains).toList();
    }
}
