package dev.plumbline.tasks.plan;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.stacks.Stack;
import dev.plumbline.estate.forecast.Forecast;
import dev.plumbline.estate.plan.StackPlan;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A stack's parameters as far as they are known while others that it refers to may not be there yet. */
final class KnownParameters {

    /** What CloudFormation shows in the place of a value that it hides. */
    static final String HIDDEN = "****";

    private final StackPlan stack;
    private final KnownOutputs outputs;
    private final SortedMap<String, String> wanted;
    private final SortedMap<String, String> outrun;

    /**
     * Creates it.
     *
     * @param moved how far AWS itself has moved what a parameter declares, by parameter
     */
    KnownParameters(StackPlan stack, KnownOutputs outputs, SortedMap<String, String> moved) {
        this.stack = requireNonNull(stack, "stack is null");
        this.outputs = requireNonNull(outputs, "outputs is null");
        this.wanted = stack.effectiveParameters(outputs.orFor(Forecast.KNOWN_AFTER_APPLY))
                .orElseThrow();
        this.outrun = new TreeMap<>(moved);
        outrun.keySet().retainAll(stack.outrun(moved, wanted));
    }

    /** Returns all parameters with the values that are wanted; what is not there yet is known after apply. */
    SortedMap<String, String> wanted() {
        return wanted;
    }

    /**
     * Returns the parameters that a push leaves as they are since AWS itself has moved that far, with how far that is.
     */
    SortedMap<String, String> outrun() {
        return outrun;
    }

    private SortedSet<String> kept() {
        SortedSet<String> kept = new TreeSet<>(stack.waiting());
        kept.addAll(outrun.keySet());
        return kept;
    }

    /**
     * Returns all parameters with the values that a push gives them: what waits for a window, and what AWS itself has
     * outrun, stays as it is.
     */
    SortedMap<String, String> pushed(Stack seen) {
        SortedMap<String, String> pushed = new TreeMap<>(wanted);
        kept().forEach(name -> pushed.computeIfPresent(
                name, (known, declared) -> seen.parameters().getOrDefault(known, declared)));
        return pushed;
    }

    /** Returns the parameters that a deployed stack has, of those that the template still has. */
    SortedMap<String, String> deployed(Stack seen) {
        SortedMap<String, String> deployed = new TreeMap<>(seen.parameters());
        deployed.keySet().retainAll(wanted.keySet());
        return deployed;
    }

    /** Returns the parameters that CloudFormation hides, with their values. */
    Map<String, String> secrets() {
        Map<String, String> secrets = new HashMap<>();
        for (String name : stack.blueprint().secrets()) {
            secrets.put(name, wanted.getOrDefault(name, ""));
        }
        return secrets;
    }

    /**
     * Returns the parameters for a change set: one that refers to what is not there yet keeps the value that the stack
     * has. Nothing where there is no value to keep.
     */
    Optional<SortedMap<String, String>> toLookWith(Stack seen) {
        SortedMap<String, String> parameters = new TreeMap<>(
                stack.resolve(outputs.orFor(Forecast.KNOWN_AFTER_APPLY)).orElseThrow());
        for (var parameter : stack.parameters().entrySet()) {
            boolean open = parameter
                    .getValue()
                    .references()
                    .anyMatch(reference -> outputs.find(reference).isEmpty());
            boolean stays =
                    kept().contains(parameter.getKey()) && seen.parameters().containsKey(parameter.getKey());
            if (open && !stays) {
                String kept = seen.parameters().getOrDefault(parameter.getKey(), "");
                if (kept.isEmpty() || kept.equals(HIDDEN)) {
                    return Optional.empty();
                }
                parameters.put(parameter.getKey(), kept);
            }
        }
        // Also what is left to the template's default, which CloudFormation would give it again.
        kept().stream()
                .filter(name -> seen.parameters().containsKey(name))
                .forEach(name -> parameters.put(name, seen.parameters().get(name)));
        return Optional.of(parameters);
    }
}
