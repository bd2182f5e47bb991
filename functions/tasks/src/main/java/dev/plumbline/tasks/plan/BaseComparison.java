package dev.plumbline.tasks.plan;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.preview.Effect;
import dev.plumbline.accounts.preview.Sign;
import dev.plumbline.accounts.preview.ValueDiff;
import dev.plumbline.estate.Setting;
import dev.plumbline.estate.Settings;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.estate.forecast.Forecast;
import dev.plumbline.estate.plan.Plan;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.estate.plan.TargetPlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A commit's plan beside that of the branch that is deployed: what of it no change set tells. Pure. */
final class BaseComparison {

    private final Map<StackKey, StackPlan> stacks = new LinkedHashMap<>();
    private final Map<StackKey, StackPlan> baseStacks = new LinkedHashMap<>();
    private final Map<TargetKey, TargetPlan> targets = new LinkedHashMap<>();
    private final Map<TargetKey, TargetPlan> baseTargets = new LinkedHashMap<>();

    /**
     * Creates it.
     *
     * @param baseOrNull the plan of the deployed branch, or null where that is not valid
     */
    BaseComparison(Plan plan, @Nullable Plan baseOrNull) {
        index(plan, stacks, targets);
        if (baseOrNull != null) {
            index(baseOrNull, baseStacks, baseTargets);
        }
    }

    /** A target is known by its last wave, which has its settings. */
    private static void index(Plan plan, Map<StackKey, StackPlan> stacks, Map<TargetKey, TargetPlan> targets) {
        plan.waves().stream().flatMap(wave -> wave.targets().stream()).forEach(target -> {
            target.stacks().forEach(stack -> stacks.put(stack.key(), stack));
            targets.put(target.target(), target);
        });
    }

    /** Returns every target of either. */
    Set<TargetKey> targets() {
        Set<TargetKey> all = new TreeSet<>(targets.keySet());
        all.addAll(baseTargets.keySet());
        return all;
    }

    /** Returns the last wave of a target by the commit, or by the branch where the commit has it no more. */
    TargetPlan last(TargetKey target) {
        return requireNonNull(targets.getOrDefault(target, baseTargets.get(target)), "a target of neither");
    }

    /** Whether the commit still has a stack. */
    boolean declares(StackKey stack) {
        return stacks.containsKey(stack);
    }

    /** Returns the policies for approvals that the commit would change. */
    List<ValueDiff> policies() {
        List<ValueDiff> diffs = new ArrayList<>();
        stacks.forEach((key, stack) -> {
            StackPlan base = baseStacks.get(key);
            if (base != null && base.approvals() != stack.approvals()) {
                diffs.add(new ValueDiff(
                        Sign.CHANGE,
                        last(key.target()).environment() + "/" + key.target().region() + "/" + key.stack()
                                + " approvals",
                        base.approvals().word(),
                        stack.approvals().word(),
                        Effect.NONE));
            }
        });
        return diffs;
    }

    /**
     * Returns the values that the commit would change and that wait for a window.
     *
     * @param judged the commit's plan by the rules that judge it, by which a window holds that the commit takes away
     */
    List<ValueDiff> windowed(Plan judged) {
        List<ValueDiff> diffs = new ArrayList<>();
        Map<StackKey, StackPlan> ruled = new LinkedHashMap<>();
        index(judged, ruled, new LinkedHashMap<>());
        ruled.forEach((key, stack) -> {
            StackPlan base = baseStacks.get(key);
            if (base != null) {
                SortedMap<String, String> before = declared(base);
                SortedMap<String, String> after = declared(stack);
                stack.waiting().stream()
                        .filter(name -> !before.getOrDefault(name, "").equals(after.getOrDefault(name, "")))
                        .forEach(name -> diffs.add(new ValueDiff(
                                Sign.CHANGE,
                                last(key.target()).environment() + "/"
                                        + key.target().region() + "/" + key.stack() + " " + name,
                                before.getOrDefault(name, ""),
                                after.getOrDefault(name, ""),
                                Effect.NONE)));
            }
        });
        return diffs;
    }

    private static SortedMap<String, String> declared(StackPlan stack) {
        return stack.effectiveParameters(output -> Optional.of(Forecast.KNOWN_AFTER_APPLY))
                .orElseThrow();
    }

    /** Returns the settings of a target that the commit would change. What it no longer sets stays as it is. */
    List<ValueDiff> settings(TargetKey target) {
        SortedMap<String, String> before = texts(baseTargets.get(target));
        List<ValueDiff> diffs = new ArrayList<>();
        texts(targets.get(target)).forEach((key, value) -> {
            String old = before.getOrDefault(key, "");
            if (!old.equals(value)) {
                diffs.add(new ValueDiff(old.isEmpty() ? Sign.ADD : Sign.CHANGE, key, old, value, Effect.NONE));
            }
        });
        return diffs;
    }

    private static SortedMap<String, String> texts(@Nullable TargetPlan target) {
        SortedMap<String, String> texts = new TreeMap<>();
        Collection<Setting> settings = Optional.ofNullable(target)
                .map(TargetPlan::settings)
                .map(Settings::all)
                .orElse(List.of());
        settings.forEach(setting -> texts.put(setting.key(), setting.value()));
        return texts;
    }
}
