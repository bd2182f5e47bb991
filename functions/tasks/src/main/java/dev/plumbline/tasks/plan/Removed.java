package dev.plumbline.tasks.plan;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.TargetState;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.estate.plan.Plan;
import dev.plumbline.estate.plan.Removals;
import dev.plumbline.estate.plan.Wave;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds what stands and has left Git: stacks, regions of an environment, whole environments. An environment whose file
 * is gone is known by the ledger's list of targets, with its account.
 */
public final class Removed {

    private final Ledger ledger;

    /** Creates it. */
    @Inject
    public Removed(Ledger ledger) {
        this.ledger = requireNonNull(ledger, "ledger is null");
    }

    /**
     * Returns the waves of removals that come after those of a plan.
     *
     * @param found what was found of the plan's targets
     */
    List<Wave> after(Plan plan, Survey.Found found) {
        Map<TargetKey, TargetState> states = found.states();
        SortedMap<TargetKey, String> listed = ledger.targets().listed();
        TreeSet<TargetKey> others = new TreeSet<>(listed.keySet());
        others.removeAll(states.keySet());
        SortedMap<StackKey, Removals.Standing> standing = new TreeMap<>();
        states.values().forEach(state -> add(standing, state, listed));
        found.strangers()
                .forEach(stack -> standing.putIfAbsent(
                        stack,
                        new Removals.Standing(
                                requireNonNull(states.get(stack.target())).environment(), new TreeSet<>())));
        ledger.targets().read(others).values().forEach(state -> add(standing, state, listed));
        return new Removals(standing).after(plan);
    }

    private static void add(
            Map<StackKey, Removals.Standing> standing, TargetState state, Map<TargetKey, String> listed) {
        String environment =
                state.environment().isEmpty() ? listed.getOrDefault(state.target(), "") : state.environment();
        state.stacks()
                .values()
                .forEach(record -> standing.put(record.stack(), new Removals.Standing(environment, record.needs())));
    }
}
