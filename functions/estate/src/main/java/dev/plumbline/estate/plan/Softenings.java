package dev.plumbline.estate.plan;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.Approvals;
import dev.plumbline.estate.Blueprint;
import dev.plumbline.estate.Drift;
import dev.plumbline.estate.DriftPolicy;
import dev.plumbline.estate.Estate;
import dev.plumbline.estate.Settings;
import dev.plumbline.estate.rules.Rules;
import dev.plumbline.estate.rules.Softening;
import dev.plumbline.estate.rules.StackRules;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a commit softens of the rules by which it is judged, and the wave that asks a person about it. That comes before
 * all others: until a person has allowed it, nothing else of the commit is done. What is new is held against what the
 * deployed rules say of what is new, and what is judged by no deployed rule, as on the first push, against nothing.
 * Pure.
 */
public final class Softenings {

    /** The number of the wave that asks. */
    public static final int WAVE = 0;

    private final Estate estate;
    private final Plan stated;
    private final Ruling ruling;
    private final Rules own;
    private final SortedMap<String, TargetPlan> asked = new TreeMap<>();
    private final SortedMap<String, Set<Softening>> softened = new TreeMap<>();

    /**
     * Finds it.
     *
     * @param stated the plan of an estate with the rules that it states itself
     * @param ruling the rules by which it is judged
     */
    public Softenings(Estate estate, Plan stated, Ruling ruling) {
        this.estate = requireNonNull(estate, "estate is null");
        this.stated = requireNonNull(stated, "stated is null");
        this.ruling = requireNonNull(ruling, "ruling is null");
        this.own = Rules.of(estate);
        targets().forEach(target -> asked.merge(target.account(), target, Softenings::first));
        targets().forEach(this::ofTarget);
        ruling.everywhere().filter(rules -> !rules.isLost()).ifPresent(this::ofAccounts);
        ofEstate();
    }

    private List<TargetPlan> targets() {
        return stated.waves().stream().flatMap(wave -> wave.targets().stream()).toList();
    }

    private static TargetPlan first(TargetPlan one, TargetPlan other) {
        return one.target().compareTo(other.target()) <= 0 ? one : other;
    }

    /** Returns it by environment. */
    public SortedMap<String, Collection<Softening>> byEnvironment() {
        SortedMap<String, Collection<Softening>> told = new TreeMap<>();
        softened.forEach(
                (account, rules) -> told.put(requireNonNull(asked.get(account)).environment(), List.copyOf(rules)));
        return told;
    }

    /** Returns the wave that asks, once for each account and in its first target; nothing if nothing is softened. */
    public Optional<Wave> wave() {
        List<TargetPlan> asking = new ArrayList<>();
        softened.forEach((account, rules) -> asking.add(asking(requireNonNull(asked.get(account)), rules)));
        return asking.isEmpty() ? Optional.empty() : Optional.of(new Wave(WAVE, asking));
    }

    private static TargetPlan asking(TargetPlan of, Set<Softening> rules) {
        return new TargetPlan(
                of.commit(),
                WAVE,
                of.environment(),
                of.target(),
                List.of(),
                false,
                of.declared(),
                Settings.none(),
                of.drift(),
                List.of(),
                rules.stream().map(Softening::toString).toList());
    }

    private void add(String account, Softening rule) {
        softened.computeIfAbsent(account, none -> new LinkedHashSet<>()).add(rule);
    }

    private void ofEstate() {
        Optional<Rules> everywhere = ruling.everywhere().filter(rules -> !rules.isLost());
        if (everywhere.isEmpty() || asked.isEmpty() || everywhere.get().estate().approvals() == Approvals.NEVER) {
            return;
        }
        String account = asked.firstKey();
        Rules before = everywhere.get();
        approvals(
                account,
                "what is new in the estate",
                before.estate().approvals(),
                own.estate().approvals());
        Softening.approvers("what is new in the estate", before.approvers(), own.approvers())
                .ifPresent(rule -> add(account, rule));
        if (!before.transforms().containsAll(own.transforms())) {
            add(
                    account,
                    new Softening(
                            "transforms",
                            before.transforms().toString(),
                            own.transforms().toString()));
        }
    }

    private void ofAccounts(Rules everywhere) {
        Map<String, String> names = new HashMap<>();
        estate.environments().values().forEach(environment -> names.put(environment.account(), environment.name()));
        Softening.of(everywhere, own, names).forEach((account, rules) -> {
            if (asked.containsKey(account)) {
                rules.forEach(rule -> add(account, rule));
            }
        });
    }

    private void ofTarget(TargetPlan target) {
        List<Rules> deployed = ruling.deployed(target.target()).toList();
        Optional<Rules> lost = deployed.stream().filter(Rules::isLost).findFirst();
        if (lost.isPresent()) {
            add(
                    target.account(),
                    new Softening(
                            "the rules of " + target.environment(),
                            "what commit " + lost.get().commit() + " said",
                            "what this commit says"));
        } else if (!deployed.isEmpty()) {
            ofEnvironment(target, deployed);
            target.stacks().forEach(stack -> ofStack(target, stack));
        }
    }

    private void ofEnvironment(TargetPlan target, List<Rules> deployed) {
        String account = target.account();
        StackRules before = ruling.otherwise(target.target()).otherwise(account);
        if (before.approvals() == Approvals.NEVER) {
            return;
        }
        approvals(
                account,
                "what is new in " + target.environment(),
                before.approvals(),
                own.otherwise(account).approvals());
        if (deployed.stream().anyMatch(rules -> rules.accounts().containsKey(account))) {
            drift(account, "the settings of " + target.environment(), ruling.settingsDrift(target), target.drift());
        }
    }

    private void ofStack(TargetPlan target, StackPlan stack) {
        StackRules judged = ruling.rules(stack.key(), stack.rules());
        if (judged.approvals() == Approvals.NEVER) {
            return;
        }
        String account = target.account();
        String name = target.environment() + "/" + stack.name();
        approvals(account, name, judged.approvals(), stack.approvals());
        if (!ruling.states(stack.key())) {
            return;
        }
        Set<String> there = resources(stack);
        DriftPolicy before = judged.drift();
        DriftPolicy after = stack.drift();
        drift(account, name, before.stack(), after.stack());
        SortedSet<String> named = new TreeSet<>(before.resources().keySet());
        named.addAll(after.resources().keySet());
        named.retainAll(there);
        named.forEach(id -> drift(account, id + " in " + name, before.of(id), after.of(id)));
        // One that leaves the template as well is asked about by its removal.
        judged.stateful().stream()
                .filter(id -> !stack.stateful().contains(id) && there.contains(id))
                .forEach(id -> add(account, new Softening(id + " in " + name, "holds data", "holds none")));
    }

    private Set<String> resources(StackPlan stack) {
        Blueprint blueprint = requireNonNull(
                estate.blueprints().get(stack.blueprint().name()), "an estate without the blueprint of its stack");
        return blueprint.resources().keySet();
    }

    private void approvals(String account, String of, Approvals before, Approvals after) {
        if (before.isStricterThan(after)) {
            add(account, new Softening("approvals of " + of, before.word(), after.word()));
        }
    }

    private void drift(String account, String of, Drift before, Drift after) {
        if (before.stricter(after) != after) {
            add(account, new Softening("drift of " + of, before.word(), after.word()));
        }
    }
}
