package dev.plumbline.tasks.provision;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.plumbline.accounts.changes.Danger;
import dev.plumbline.accounts.stacks.Change;
import dev.plumbline.accounts.stacks.ChangeSet;
import dev.plumbline.accounts.stacks.ChangeSets;
import dev.plumbline.accounts.stacks.Execution;
import dev.plumbline.accounts.stacks.Stack;
import dev.plumbline.accounts.stacks.Stacks;
import dev.plumbline.failure.Stalled;
import dev.plumbline.failure.Waiting;
import dev.plumbline.tasks.kept.StackReasons;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Lifts the protection from deletion of what a removal deletes, by an update of the stack that gives the protecting
 * parameters the value {@code false} and changes nothing else. Repeated, it finds what it made before.
 */
final class Lifting {

    private static final String OFF = "false";

    private final Stacks stacks;
    private final ChangeSets changeSets;
    private final String name;
    private final String roleArn;

    /**
     * Creates it.
     *
     * @param name of the change set, and token of the change; one for run and stack
     */
    Lifting(Stacks stacks, ChangeSets changeSets, String name, String roleArn) {
        this.stacks = requireNonNull(stacks, "stacks is null");
        this.changeSets = requireNonNull(changeSets, "changeSets is null");
        this.name = requireNonNull(name, "name is null");
        this.roleArn = requireNonNull(roleArn, "roleArn is null");
    }

    /**
     * Returns once nothing is protected.
     *
     * @throws Waiting while CloudFormation is at work
     * @throws Stalled where the update would do anything else
     */
    void lift(Stack stack, Set<String> protections) {
        SortedMap<String, String> changed = new TreeMap<>();
        protections.stream()
                .filter(parameter -> !OFF.equals(stack.parameters().getOrDefault(parameter, OFF)))
                .forEach(parameter -> changed.put(parameter, OFF));
        if (changed.isEmpty()) {
            return;
        }
        switch (changeSets.describe(stack.name(), name)) {
            case ChangeSet.Missing _ -> {
                Set<String> kept = new TreeSet<>(stack.parameters().keySet());
                kept.removeAll(changed.keySet());
                changeSets.createFor(stack.name(), name, kept, changed, roleArn, name);
                throw waiting(stack);
            }
            case ChangeSet.Pending _, ChangeSet.Executed _ -> throw waiting(stack);
            case ChangeSet.Ready ready -> {
                execute(stack, ready.changes());
                throw waiting(stack);
            }
            case ChangeSet.Empty _ -> changeSets.delete(stack.name(), name);
            case ChangeSet.Obsolete _ -> {
                changeSets.delete(stack.name(), name);
                throw waiting(stack);
            }
            case ChangeSet.Failed failed -> {
                changeSets.delete(stack.name(), name);
                throw new Stalled("The protection of stack " + stack.name() + " could not be lifted: "
                        + StackReasons.ofDeployed(stacks, stack).told(failed.reason())
                        + ". Lift it by hand, then run again.");
            }
        }
    }

    private void execute(Stack stack, List<Change> changes) {
        List<Danger> dangers = Danger.among(changes, Set.of());
        if (!dangers.isEmpty()) {
            changeSets.delete(stack.name(), name);
            throw new Stalled("Lifting the protection of stack " + stack.name() + " would do more than that: "
                    + dangers.stream().map(Danger::toString).collect(joining("; "))
                    + ". Lift it by hand, then run again.");
        }
        if (changeSets.execute(stack.name(), name, name) != Execution.BEGUN) {
            throw waiting(stack);
        }
    }

    private static Waiting waiting(Stack stack) {
        return new Waiting("The protection of stack " + stack.name() + " from deletion is being lifted");
    }
}
