package dev.plumbline.tasks.plan;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;

import dev.plumbline.accounts.ledger.SettingsRecord;
import dev.plumbline.accounts.ledger.TargetState;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.estate.OutputKey;
import dev.plumbline.estate.OutputLookup;
import dev.plumbline.estate.Settings;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.estate.plan.Plan;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.estate.plan.TargetPlan;
import dev.plumbline.estate.plan.Wave;
import dev.plumbline.tasks.assignment.SettingsDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Leaves of a plan what has to be done. A stack whose outputs may change makes those that refer to it, directly or
 * through others, in its own account or another, part of the work: whether they change is found out when their turn
 * comes. Pure.
 */
final class Comparison {

    private final Plan plan;
    private final Map<StackKey, Standing> standings;
    private final Map<TargetKey, TargetState> states;
    private final Set<StackKey> changing = new HashSet<>();
    private final OutputLookup outputs = this::output;

    /**
     * Compares a plan with what is known.
     *
     * @param standings how each stack of the plan stands
     * @param states what the ledger holds of each target of the plan
     */
    Comparison(Plan plan, Map<StackKey, Standing> standings, Map<TargetKey, TargetState> states) {
        this.plan = requireNonNull(plan, "plan is null");
        this.standings = Map.copyOf(standings);
        this.states = Map.copyOf(states);
        // What a stack refers to comes before it in a plan.
        stacks().filter(stack -> !isAsWanted(stack)).map(StackPlan::key).forEachOrdered(changing::add);
    }

    /**
     * Returns the waves that have anything to do, with the targets, stacks and settings that are not as they should be.
     */
    List<Wave> work() {
        List<Wave> waves = new ArrayList<>();
        for (Wave wave : plan.waves()) {
            List<TargetPlan> targets = wave.targets().stream()
                    .map(this::work)
                    .flatMap(Optional::stream)
                    .toList();
            if (!targets.isEmpty()) {
                waves.add(new Wave(wave.number(), targets));
            }
        }
        return waves;
    }

    /** Returns the stacks of that work that are not as intended, or may not be once others are deployed. */
    Set<StackKey> changing() {
        return Set.copyOf(changing);
    }

    /** Returns the stacks that are what the plan wants, whatever verification found of them. */
    Map<TargetKey, Set<String>> current() {
        return stacks().map(StackPlan::key)
                .filter(stack -> !changing.contains(stack))
                .collect(groupingBy(StackKey::target, mapping(StackKey::stack, toCollection(TreeSet::new))));
    }

    private Stream<StackPlan> stacks() {
        return plan.waves().stream().flatMap(wave -> wave.targets().stream()).flatMap(TargetPlan::stacks);
    }

    private Optional<TargetPlan> work(TargetPlan target) {
        List<List<StackPlan>> levels = new ArrayList<>();
        for (List<StackPlan> level : target.levels()) {
            List<StackPlan> left = level.stream().filter(this::hasWork).toList();
            if (!left.isEmpty()) {
                levels.add(left);
            }
        }
        boolean touched =
                target.declared().stream().anyMatch(stack -> changing.contains(new StackKey(target.target(), stack)));
        Settings settings = touched || differ(target) ? target.settings() : Settings.none();
        if (levels.isEmpty() && settings.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(target.with(levels, settings));
    }

    /**
     * A stack that is current but was never found healthy has to be looked at, and one of which the ledger believes
     * that other stacks' outputs are in it has to be noted anew; its outputs will not change by that.
     */
    private boolean hasWork(StackPlan stack) {
        return changing.contains(stack.key())
                || !stack.patch().isEmpty()
                || known(stack.key())
                        .filter(known -> known.verdict() == Verdict.HEALTHY
                                && known.needs().equals(stack.needs()))
                        .isEmpty();
    }

    /** Whether a stack needs no change, and none will come to it from what it refers to. */
    private boolean isAsWanted(StackPlan stack) {
        return stack.needs().stream().noneMatch(changing::contains)
                && known(stack.key())
                        .filter(known -> stack.digest(outputs).filter(known::is).isPresent())
                        .isPresent();
    }

    private Optional<Standing.Known> known(StackKey key) {
        return switch (requireNonNull(standings.getOrDefault(key, new Standing.Unknown()))) {
            case Standing.Known known -> Optional.of(known);
            case Standing.Unknown _, Standing.Unreachable _ -> Optional.empty();
        };
    }

    private Optional<String> output(OutputKey output) {
        return known(output.stack()).map(known -> known.outputs().get(output.output()));
    }

    private boolean differ(TargetPlan target) {
        if (target.settings().isEmpty()) {
            return false;
        }
        Optional<SettingsRecord> applied =
                Optional.ofNullable(states.get(target.target())).flatMap(TargetState::settings);
        return applied.filter(record -> record.verdict() == Verdict.HEALTHY)
                .filter(record -> record.digest().equals(SettingsDigest.of(target.settings())))
                .isEmpty();
    }
}
