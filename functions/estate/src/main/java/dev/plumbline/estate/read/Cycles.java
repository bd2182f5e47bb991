package dev.plumbline.estate.read;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.Position;
import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.SequencedSet;
import java.util.TreeMap;

/**
 * Finds stacks of one target and wave that refer to each other in a circle. Does not recurse, however long a chain is.
 */
final class Cycles {

    private final Problems problems;
    private final NavigableMap<String, NavigableMap<String, Position>> needs = new TreeMap<>();

    Cycles(Problems problems) {
        this.problems = problems;
    }

    /** Adds that a stack needs another, because of a reference at a place. */
    void add(String stack, String needed, Position position) {
        needs.computeIfAbsent(stack, name -> new TreeMap<>()).putIfAbsent(needed, position);
    }

    /** Reports each circle once, with its path. */
    void report() {
        NavigableMap<String, NavigableMap<String, Position>> left = new TreeMap<>(needs);
        for (prune(left); !left.isEmpty(); prune(left)) {
            List<String> circle = circle(left);
            String first = circle.getFirst();
            String second = circle.size() > 1 ? circle.get(1) : first;
            problems.add(
                    requireNonNull(needsOf(left, first).get(second)),
                    ProblemCode.CYCLE,
                    "stacks need each other: " + String.join(" -> ", circle) + " -> " + first,
                    circle.size() == 1 ? "a stack cannot refer to itself" : "take one of these references out");
            circle.forEach(left::remove);
        }
    }

    /** Takes away, until none is left, the stacks all of whose needs are met. */
    private static void prune(NavigableMap<String, NavigableMap<String, Position>> left) {
        boolean changed = true;
        while (changed) {
            changed = left.values().removeIf(needed -> needed.keySet().stream().noneMatch(left::containsKey));
        }
    }

    private static NavigableMap<String, Position> needsOf(
            NavigableMap<String, NavigableMap<String, Position>> left, String stack) {
        return requireNonNull(left.get(stack));
    }

    /** Walks from need to need until a stack comes again; starts the circle with its first name. */
    private static List<String> circle(NavigableMap<String, NavigableMap<String, Position>> left) {
        SequencedSet<String> walked = new LinkedHashSet<>();
        String at = left.firstKey();
        while (walked.add(at)) {
            at = needsOf(left, at).keySet().stream()
                    .filter(left::containsKey)
                    .findFirst()
                    .orElseThrow();
        }
        List<String> walk = new ArrayList<>(walked);
        List<String> circle = new ArrayList<>(walk.subList(walk.indexOf(at), walk.size()));
        Collections.rotate(circle, -circle.indexOf(Collections.min(circle)));
        return circle;
    }
}
