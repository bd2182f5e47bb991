package dev.plumbline.estate.plan;

import dev.plumbline.estate.StackKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Puts the stacks of one wave and target in levels, each of which needs only earlier ones. */
final class Levels {

    private Levels() {}

    /** Returns the levels; within one, stacks are ordered by name. */
    static List<List<StackPlan>> of(SortedMap<String, StackPlan> stacks) {
        Map<String, StackPlan> waiting = new TreeMap<>(stacks);
        Set<StackKey> open = new HashSet<>();
        waiting.values().forEach(stack -> open.add(stack.key()));
        List<List<StackPlan>> levels = new ArrayList<>();
        while (!waiting.isEmpty()) {
            List<StackPlan> level = new ArrayList<>();
            for (Iterator<StackPlan> each = waiting.values().iterator(); each.hasNext(); ) {
                StackPlan stack = each.next();
                if (stack.needs().stream().noneMatch(open::contains)) {
                    level.add(stack);
                    each.remove();
                }
            }
            if (level.isEmpty()) {
                throw new IllegalArgumentException("an estate whose stacks need each other: " + waiting.keySet());
            }
            level.forEach(stack -> open.remove(stack.key()));
            levels.add(level);
        }
        return levels;
    }
}
