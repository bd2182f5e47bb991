package dev.plumbline.estate.plan;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.Drift;
import dev.plumbline.estate.Settings;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Plans the removal of what is deployed and no longer declared. It comes after all waves, when whoever used an output
 * has been deployed without it, and in reverse order: what was built on something goes before it. Pure.
 */
public final class Removals {

    private final SortedMap<StackKey, Standing> standing;

    /** Creates it with everything that is deployed. */
    public Removals(Map<StackKey, Standing> standing) {
        this.standing = new TreeMap<>(standing);
    }

    /**
     * How a stack was deployed last.
     *
     * @param environment the environment that it belonged to
     * @param needs the stacks whose outputs it used
     */
    public record Standing(String environment, SortedSet<StackKey> needs) {
        /** Checks that nothing is missing. */
        public Standing {
            requireNonNull(environment, "environment is null");
            needs = new TreeSet<>(needs);
        }
    }

    /** Returns the waves in which a plan's removals are made; each needs only that the one before has been made. */
    public List<Wave> after(Plan plan) {
        Set<StackKey> declared = plan.waves().stream()
                .flatMap(wave -> wave.targets().stream())
                .flatMap(target -> target.declared().stream().map(name -> new StackKey(target.target(), name)))
                .collect(Collectors.toSet());
        NavigableSet<StackKey> left = new TreeSet<>(standing.keySet());
        left.removeAll(declared);
        int number = plan.waves().stream().mapToInt(Wave::number).max().orElse(0);
        List<Wave> waves = new ArrayList<>();
        while (!left.isEmpty()) {
            SortedSet<StackKey> next = next(left);
            left.removeAll(next);
            number++;
            waves.add(wave(plan.commit(), number, next));
        }
        return waves;
    }

    /** Stacks that need each other cannot be told apart: they go together. */
    private SortedSet<StackKey> next(NavigableSet<StackKey> left) {
        SortedSet<StackKey> free = left.stream()
                .filter(stack -> dependants(stack).stream().noneMatch(left::contains))
                .collect(Collectors.toCollection(TreeSet::new));
        return free.isEmpty() ? new TreeSet<>(left) : free;
    }

    private SortedSet<StackKey> dependants(StackKey stack) {
        return standing.entrySet().stream()
                .filter(entry -> entry.getValue().needs().contains(stack))
                .map(Map.Entry::getKey)
                .filter(other -> !other.equals(stack))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Wave wave(String commit, int number, SortedSet<StackKey> stacks) {
        SortedMap<TargetKey, List<Removal>> targets = new TreeMap<>();
        stacks.forEach(stack -> {
            SortedSet<StackKey> others = dependants(stack);
            others.removeAll(stacks);
            targets.computeIfAbsent(stack.target(), target -> new ArrayList<>()).add(new Removal(stack, others));
        });
        return new Wave(
                number,
                targets.entrySet().stream()
                        .map(entry -> target(commit, number, entry.getKey(), entry.getValue()))
                        .toList());
    }

    private TargetPlan target(String commit, int number, TargetKey target, List<Removal> removals) {
        String environment = removals.stream()
                .map(removal -> standing.get(removal.key()))
                .map(found -> found == null ? "" : found.environment())
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse(target.account());
        return new TargetPlan(
                commit,
                number,
                environment,
                target,
                List.of(),
                false,
                new TreeSet<>(),
                Settings.none(),
                Drift.REVERT,
                removals,
                List.of());
    }
}
