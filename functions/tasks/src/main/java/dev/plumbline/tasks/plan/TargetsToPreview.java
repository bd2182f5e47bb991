package dev.plumbline.tasks.plan;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.StackRecord;
import dev.plumbline.accounts.ledger.TargetState;
import dev.plumbline.accounts.preview.ValueDiff;
import dev.plumbline.accounts.stacks.StackState;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.estate.plan.Ruling;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.estate.plan.TargetPlan;
import dev.plumbline.estate.plan.Wave;
import dev.plumbline.tasks.assignment.RunDocuments;
import dev.plumbline.tasks.assignment.TargetToPreview;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Lists the targets that a plan has to look at: what changes there, what leaves, which settings differ. Pure. */
final class TargetsToPreview {

    private final String plan;
    private final String ref;
    private final BaseComparison base;
    private final Ruling ruling;
    private final AskedAccounts asked;
    private final Map<TargetKey, String> unreachable;

    /**
     * Creates it.
     *
     * @param plan id of the plan
     * @param ref what the ledger calls the pull request; empty where a person asks
     * @param ruling by which rules it is judged
     * @param asked the accounts that may be asked
     * @param unreachable the targets that could not be looked into, with the reason
     */
    TargetsToPreview(
            String plan,
            String ref,
            BaseComparison base,
            Ruling ruling,
            AskedAccounts asked,
            Map<TargetKey, String> unreachable) {
        this.plan = requireNonNull(plan, "plan is null");
        this.ref = requireNonNull(ref, "ref is null");
        this.base = requireNonNull(base, "base is null");
        this.ruling = requireNonNull(ruling, "ruling is null");
        this.asked = requireNonNull(asked, "asked is null");
        this.unreachable = Map.copyOf(unreachable);
    }

    /**
     * Lists them, wave by wave; a target that only loses something comes last.
     *
     * @param work what there is to do
     * @param changing the stacks that change, or may
     * @param states what the ledger holds of every target of the commit and of the branch
     */
    List<TargetToPreview> of(List<Wave> work, Set<StackKey> changing, SortedMap<TargetKey, TargetState> states) {
        List<TargetToPreview> targets = new ArrayList<>();
        Set<TargetKey> last = new HashSet<>();
        for (Wave wave : work) {
            for (TargetPlan target : wave.targets()) {
                if (target.last()) {
                    last.add(target.target());
                }
                targets.add(item(target, changing, states));
            }
        }
        for (TargetKey target : base.targets()) {
            TargetPlan declared = base.last(target);
            TargetToPreview leaving = item(declared, "", List.of(), changing, states);
            boolean matters =
                    !leaving.removed().isEmpty() || !leaving.settings().isEmpty();
            if (matters && !last.contains(target)) {
                targets.add(leaving);
            }
        }
        return targets;
    }

    private TargetToPreview item(TargetPlan target, Set<StackKey> changing, SortedMap<TargetKey, TargetState> states) {
        String key = RunDocuments.target(plan, target.wave(), target.target());
        return item(target, key, target.stacks().toList(), changing, states);
    }

    private TargetToPreview item(
            TargetPlan target,
            String key,
            List<StackPlan> stacks,
            Set<StackKey> changing,
            SortedMap<TargetKey, TargetState> states) {
        boolean foretold = !asked.hold(target.target());
        List<String> removed = target.last() && !foretold
                ? removed(requireNonNull(states.get(target.target()), "a state for each"))
                : List.of();
        List<ValueDiff> settings = target.last() ? base.settings(target.target()) : List.of();
        SortedMap<String, List<String>> waits = new TreeMap<>();
        SortedMap<String, List<String>> stateful = new TreeMap<>();
        for (StackPlan stack : stacks) {
            waits.put(
                    stack.name(),
                    stack.needs().stream()
                            .filter(changing::contains)
                            .map(StackKey::toString)
                            .toList());
        }
        for (String name : removed) {
            stateful.put(name, List.copyOf(ruling.stateful(new StackKey(target.target(), name))));
        }
        return new TargetToPreview(
                plan,
                ref,
                target.environment(),
                target.account(),
                target.region(),
                target.wave(),
                key,
                removed,
                stateful,
                waits,
                settings,
                unreachable.getOrDefault(target.target(), ""),
                foretold);
    }

    /** What the ledger knows to stand and the commit no longer has. */
    private List<String> removed(TargetState state) {
        List<String> removed = new ArrayList<>();
        for (Map.Entry<String, StackRecord> stack : state.stacks().entrySet()) {
            boolean stands = !stack.getValue().status().isEmpty()
                    && StackState.of(stack.getValue().status()) != StackState.MISSING;
            if (stands && !base.declares(new StackKey(state.target(), stack.getKey()))) {
                removed.add(stack.getKey());
            }
        }
        return removed;
    }
}
