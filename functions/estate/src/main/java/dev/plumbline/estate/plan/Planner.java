package dev.plumbline.estate.plan;

import dev.plumbline.estate.Blueprint;
import dev.plumbline.estate.Environment;
import dev.plumbline.estate.Estate;
import dev.plumbline.estate.OutputKey;
import dev.plumbline.estate.OutputName;
import dev.plumbline.estate.Settings;
import dev.plumbline.estate.StackDeclaration;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.estate.Value;
import dev.plumbline.estate.rules.StackRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes a plan from an estate, with the rules that the estate itself states; by which it is judged, a {@link Ruling}
 * says. Pure: the same estate gives the same plan.
 */
public final class Planner {

    /** Creates a planner; it keeps nothing between plans. */
    public Planner() {}

    /** Returns what the estate intends. Its references have been validated by whoever made the estate. */
    public Plan plan(Estate estate) {
        Placement placement = new Placement(estate.environments());
        Map<String, PlannedBlueprint> blueprints = new HashMap<>();
        for (Blueprint blueprint : estate.blueprints().values()) {
            blueprints.put(blueprint.name(), PlannedBlueprint.of(blueprint));
        }
        SortedMap<Integer, List<TargetPlan>> waves = new TreeMap<>();
        for (Environment environment : estate.environments().values()) {
            for (String region : environment.regions()) {
                new OneTarget(estate.commit(), placement, blueprints, environment, region).addTo(waves);
            }
        }
        List<Wave> numbered = new ArrayList<>();
        waves.forEach((number, targets) -> numbered.add(new Wave(number, targets)));
        return new Plan(
                Plan.VERSION,
                estate.commit(),
                estate.organization(),
                estate.concurrency(),
                estate.schedules(),
                numbered);
    }

    /** Plans one account and region over all waves. */
    private record OneTarget(
            String commit,
            Placement placement,
            Map<String, PlannedBlueprint> blueprints,
            Environment environment,
            String region) {

        void addTo(SortedMap<Integer, List<TargetPlan>> waves) {
            SortedMap<Integer, SortedMap<String, StackPlan>> stacks = new TreeMap<>();
            SortedSet<String> declared = new TreeSet<>();
            for (StackDeclaration stack : environment.stacks().values()) {
                if (stack.regions().contains(region)) {
                    declared.add(stack.name());
                    stacks.computeIfAbsent(stack.wave(), wave -> new TreeMap<>())
                            .put(stack.name(), planned(stack));
                }
            }
            if (stacks.isEmpty()) {
                // A target without stacks is planned all the same: its settings, and what has to be removed from it.
                stacks.put(environment.wave(), new TreeMap<>());
            }
            stacks.forEach((wave, ofWave) -> {
                boolean last = wave.equals(stacks.lastKey());
                waves.computeIfAbsent(wave, number -> new ArrayList<>())
                        .add(new TargetPlan(
                                commit,
                                wave,
                                environment.name(),
                                target(),
                                Levels.of(ofWave),
                                last,
                                declared,
                                last ? environment.settings() : Settings.none(),
                                environment.drift()));
            });
        }

        private StackPlan planned(StackDeclaration stack) {
            SortedMap<String, Value<OutputKey>> parameters = new TreeMap<>();
            NavigableSet<StackKey> needs = new TreeSet<>();
            stack.parameters().forEach((name, parameter) -> {
                Value<OutputKey> value = parameter.value().map(this::place);
                value.references().map(OutputKey::stack).forEach(needs::add);
                parameters.put(name, value);
            });
            PlannedBlueprint blueprint = blueprints.get(stack.blueprint());
            if (blueprint == null) {
                throw new IllegalArgumentException("an estate without the blueprint of its stack: " + stack.position());
            }
            return new StackPlan(
                    new StackKey(target(), stack.name()),
                    blueprint,
                    parameters,
                    stack.tags(),
                    needs,
                    StackRules.of(stack.policies(), blueprint.stateful()),
                    new Windowing(stack.patching().windowed(), new TreeMap<>()),
                    stack.position());
        }

        private OutputKey place(OutputName name) {
            if (placement.find(name, environment, region) instanceof Placement.Place.Found found) {
                return found.output();
            }
            throw new IllegalArgumentException("an estate whose reference leads nowhere: " + name);
        }

        private TargetKey target() {
            return new TargetKey(environment.account(), region);
        }
    }
}
