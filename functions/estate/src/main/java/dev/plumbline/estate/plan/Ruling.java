package dev.plumbline.estate.plan;

import dev.plumbline.estate.Drift;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.estate.rules.Rules;
import dev.plumbline.estate.rules.StackRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which rules judge what happens in each target: those of the commit that was deployed everywhere last and, if a later
 * one has changed something in the target, that one's too. Of two the stricter holds, also of a deployed rule and the
 * commit's own: a commit that was pushed and not deployed softens nothing, neither for itself nor for the next. Pure.
 *
 * <p>A stack that no deployed commit has is judged by what is deployed for its account, a new account by what is
 * deployed for the estate, and everything by {@link Rules#strict} as long as nothing is deployed.
 */
public final class Ruling {

    private final @Nullable Rules everywhere;
    private final Map<TargetKey, Rules> since;

    /**
     * Creates it.
     *
     * @param everywhereOrNull the rules of the commit that was deployed everywhere last, or null if none was
     * @param since for targets in which a later commit has changed something, its rules
     */
    public Ruling(@Nullable Rules everywhereOrNull, Map<TargetKey, Rules> since) {
        this.everywhere = everywhereOrNull;
        this.since = Map.copyOf(since);
    }

    /** Returns the same plan, judged by these rules. */
    public Plan over(Plan plan) {
        List<Wave> waves = plan.waves().stream()
                .map(wave -> new Wave(
                        wave.number(), wave.targets().stream().map(this::over).toList()))
                .toList();
        return new Plan(
                plan.version(), plan.commit(), plan.organization(), plan.concurrency(), plan.schedules(), waves);
    }

    /** Returns what is intended for a target, judged by these rules. */
    public TargetPlan over(TargetPlan target) {
        List<List<StackPlan>> levels = target.levels().stream()
                .map(level -> level.stream()
                        .map(stack -> stack.under(rules(stack.key(), stack.rules()), windowed(stack.key())))
                        .toList())
                .toList();
        return target.under(levels, settingsDrift(target));
    }

    /**
     * Returns the rules of a stack.
     *
     * @param own what the commit that is judged states itself
     */
    public StackRules rules(StackKey stack, StackRules own) {
        List<Rules> stating = deployed(stack.target())
                .filter(rules -> rules.stated(stack).isPresent())
                .toList();
        StackRules judged = own;
        for (Rules rules : stating) {
            judged = tightened(judged, rules, rules.stated(stack).orElseThrow());
        }
        if (stating.isEmpty()) {
            Rules others = otherwise(stack.target());
            judged = tightened(judged, others, others.otherwise(stack.target().account()));
        }
        return judged;
    }

    /** Returns the resources of a stack that hold data by what is deployed. */
    public SortedSet<String> stateful(StackKey stack) {
        return deployed(stack.target())
                .flatMap(rules -> rules.stated(stack).stream())
                .flatMap(rules -> rules.stateful().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the rules of the commit that was deployed everywhere last, or nothing if none was. */
    Optional<Rules> everywhere() {
        return Optional.ofNullable(everywhere);
    }

    /** Whether a deployed commit has a stack. */
    boolean states(StackKey stack) {
        return deployed(stack.target()).anyMatch(rules -> rules.stated(stack).isPresent());
    }

    /** A window that a commit takes away holds for that commit still. */
    private SortedSet<String> windowed(StackKey stack) {
        return deployed(stack.target())
                .flatMap(rules -> rules.windowed(stack).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static StackRules tightened(StackRules own, Rules by, StackRules rules) {
        return own.tightened(rules, by.commit());
    }

    /** Returns what is done about the drift of the settings of a target. */
    Drift settingsDrift(TargetPlan target) {
        String account = target.account();
        List<Rules> stating = deployed(target.target())
                .filter(rules -> rules.accounts().containsKey(account))
                .toList();
        List<Rules> counting = stating.isEmpty() ? List.of(otherwise(target.target())) : stating;
        return counting.stream()
                .map(rules -> rules.otherwise(account).drift().stack())
                .reduce(target.drift(), Drift::stricter);
    }

    /** Returns the rules that are deployed in a target, none if nothing is. */
    Stream<Rules> deployed(TargetKey target) {
        return Stream.concat(Stream.ofNullable(everywhere), Stream.ofNullable(since.get(target)));
    }

    /** What holds for what no deployed commit has. */
    Rules otherwise(TargetKey target) {
        return deployed(target).findFirst().orElseGet(Rules::strict);
    }
}
