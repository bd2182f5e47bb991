package dev.plumbline.tasks.assignment;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.estate.plan.TargetPlan;
import java.util.List;
import java.util.function.Predicate;

/**
 * Stacks of a target that are independent of each other, as reconcile-target takes them on.
 *
 * @param stacks the stacks
 */
public record Level(List<Item> stacks) {

    /** Copies the stacks. */
    public Level {
        stacks = List.copyOf(stacks);
    }

    /**
     * One stack of a level.
     *
     * @param name its name
     * @param needs the stacks of the same target that it refers to
     */
    public record Item(String name, List<String> needs) {
        /** Checks that nothing is missing and copies the names. */
        public Item {
            requireNonNull(name, "name is null");
            needs = List.copyOf(needs);
        }
    }

    /** Returns all stacks of a target. */
    public static List<Level> all(TargetPlan plan) {
        return of(plan, stack -> true);
    }

    /** Returns the levels of a target with those stacks that are wanted. */
    public static List<Level> of(TargetPlan plan, Predicate<StackPlan> wanted) {
        return plan.levels().stream()
                .map(level -> new Level(level.stream()
                        .filter(wanted)
                        .map(stack -> item(plan, stack))
                        .toList()))
                .filter(level -> !level.stacks().isEmpty())
                .toList();
    }

    /** Returns what stands in the place of stacks where a person is asked about rules, if that is wanted. */
    public static List<Level> rules(Predicate<String> wanted) {
        return wanted.test(TargetPlan.RULES)
                ? List.of(new Level(List.of(new Item(TargetPlan.RULES, List.of()))))
                : List.of();
    }

    /** Returns the stacks that are removed from a target, all at once, those that are wanted. */
    public static List<Level> removals(TargetPlan plan, Predicate<String> wanted) {
        List<Item> removed = plan.removals().stream()
                .map(removal -> removal.key().stack())
                .filter(wanted)
                .map(stack -> new Item(stack, List.of()))
                .toList();
        return removed.isEmpty() ? List.of() : List.of(new Level(removed));
    }

    private static Item item(TargetPlan plan, StackPlan stack) {
        List<String> needs = stack.needs().stream()
                .filter(needed -> needed.target().equals(plan.target()))
                .map(StackKey::stack)
                .toList();
        return new Item(stack.name(), needs);
    }
}
