package dev.plumbline.estate.plan;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.Drift;
import dev.plumbline.estate.Settings;
import dev.plumbline.estate.TargetKey;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What one wave intends for one account and region.
 *
 * @param commit the commit that it was made from
 * @param wave the wave's number, from 1; {@link Softenings#WAVE} where a person is asked about rules
 * @param environment the environment's name
 * @param target account and region
 * @param levels stacks by dependency: those of one level are independent of each other and need only earlier levels
 * @param last whether no later wave has this target: settings are applied, and stacks that are no longer declared are
 *     removed, in its last wave
 * @param declared the names of all stacks of this target, whatever their wave
 * @param settings what is set in this target; empty unless {@code last}
 * @param drift what is done where the settings were changed behind its back
 * @param removals the stacks that are removed; nothing else is done in such a wave
 * @param softens the rules of the account that the commit softens; nothing is done in such a wave but to ask
 */
public record TargetPlan(
        String commit,
        int wave,
        String environment,
        TargetKey target,
        List<List<StackPlan>> levels,
        boolean last,
        SortedSet<String> declared,
        Settings settings,
        Drift drift,
        List<Removal> removals,
        List<String> softens) {

    /** What stands in the place of a stack where a person is asked about the rules of an account. */
    public static final String RULES = "(rules)";

    /** Checks that nothing is missing and copies the collections. */
    public TargetPlan {
        requireNonNull(commit, "commit is null");
        requireNonNull(environment, "environment is null");
        requireNonNull(target, "target is null");
        requireNonNull(settings, "settings is null");
        requireNonNull(drift, "drift is null");
        removals = List.copyOf(removals);
        softens = List.copyOf(softens);
        levels = levels.stream().map(List::copyOf).toList();
        declared = Collections.unmodifiableSortedSet(new TreeSet<>(declared));
        if (!last && !settings.isEmpty()) {
            throw new IllegalArgumentException("settings belong to the last wave of a target: " + target);
        }
    }

    /** Creates what is intended for a target of which nothing is removed. */
    public TargetPlan(
            String commit,
            int wave,
            String environment,
            TargetKey target,
            List<List<StackPlan>> levels,
            boolean last,
            SortedSet<String> declared,
            Settings settings,
            Drift drift) {
        this(commit, wave, environment, target, levels, last, declared, settings, drift, List.of(), List.of());
    }

    /** Returns the same target, for which other stacks and settings are intended. */
    public TargetPlan with(List<List<StackPlan>> others, Settings set) {
        return new TargetPlan(commit, wave, environment, target, others, last, declared, set, drift, removals, softens);
    }

    /** Returns the same target, judged by other rules. */
    TargetPlan under(List<List<StackPlan>> judged, Drift settingsDrift) {
        return new TargetPlan(
                commit, wave, environment, target, judged, last, declared, settings, settingsDrift, removals, softens);
    }

    /** Returns the removal of a stack, or nothing where it is not removed. */
    public Optional<Removal> removal(String stack) {
        return removals.stream()
                .filter(removal -> removal.key().stack().equals(stack))
                .findFirst();
    }

    /** Returns the account id. */
    public String account() {
        return target.account();
    }

    /** Returns the region. */
    public String region() {
        return target.region();
    }

    /** Returns the stacks of all levels, in order. */
    public Stream<StackPlan> stacks() {
        return levels.stream().flatMap(List::stream);
    }
}
