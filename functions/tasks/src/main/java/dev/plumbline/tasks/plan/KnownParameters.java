package dev.plumbline.tasks.plan;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.stacks.Stack;
import dev.plumbline.estate.forecast.Forecast;
import dev.plumbline.estate.plan.StackPlan;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A stack's parameters as far as they are known while others that it refers to may not be there yet. */
final class KnownParameters {

    /** What CloudFormation shows in the place of a value that it hides. */
    static final String HIDDEN = "****";

    private final StackPlan stack;
    private final KnownOutputs outputs;
    private final SortedMap<String, String> wanted;

    KnownParameters(StackPlan stack, KnownOutputs outputs) {
        this.stack = requireNonNull(stack, "stack is null");
        this.outputs = requireNonNull(outputs, "outputs is null");
        this.wanted = stack.effectiveParameters(outputs.orFor(Forecast.KNOWN_AFTER_APPLY))
                .orElseThrow();
    }

    /** Returns all parameters with the values that are wanted; what is not there yet is known after apply. */
    SortedMap<String, String> wanted() {
        return wanted;
    }

    /** Returns all parameters with the values that a push gives them: what waits for a window stays as it is. */
    SortedMap<String, String> pushed(Stack seen) {
        SortedMap<String, String> pushed = new TreeMap<>(wanted);
        stack.waiting()
                .forEach(name -> pushed.computeIfPresent(
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
            if (stack.waiting().contains(parameter.getKey())
                    && seen.parameters().containsKey(parameter.getKey())) {
                parameters.put(parameter.getKey(), seen.parameters().get(parameter.getKey()));
            } else if (open) {
                String kept = seen.parameters().getOrDefault(parameter.getKey(), "");
                if (kept.isEmpty() || kept.equals(HIDDEN)) {
                    return Optional.empty();
                }
                parameters.put(parameter.getKey(), kept);
            }
        }
        return Optional.of(parameters);
    }
}
