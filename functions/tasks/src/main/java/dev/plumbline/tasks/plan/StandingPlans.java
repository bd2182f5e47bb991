package dev.plumbline.tasks.plan;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Head;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.StackRecord;
import dev.plumbline.accounts.ledger.TargetState;
import dev.plumbline.estate.Estate;
import dev.plumbline.estate.Reading;
import dev.plumbline.estate.Settings;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.estate.plan.Plan;
import dev.plumbline.estate.plan.Planner;
import dev.plumbline.estate.plan.Ruling;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.estate.plan.TargetPlan;
import dev.plumbline.estate.plan.Wave;
import dev.plumbline.tasks.rules.Commits;
import dev.plumbline.tasks.rules.DeployedRules;
import dev.plumbline.tasks.wave.Told;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Plans each target at the revision that was deployed there last, whatever the head of the branch is: a commit that
 * failed in stage never reaches prod by a schedule. All targets are worked on at once, since nothing is promoted.
 */
public final class StandingPlans {

    private final Ledger ledger;
    private final Survey survey;
    private final PlanDocuments documents;
    private final UnreachableTargets unreachable;
    private final DeployedRules rules;

    /** Creates it. */
    @Inject
    public StandingPlans(
            Ledger ledger,
            Survey survey,
            PlanDocuments documents,
            UnreachableTargets unreachable,
            DeployedRules rules) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.survey = requireNonNull(survey, "survey is null");
        this.documents = requireNonNull(documents, "documents is null");
        this.unreachable = requireNonNull(unreachable, "unreachable is null");
        this.rules = requireNonNull(rules, "rules is null");
    }

    /**
     * Writes what has to be looked at.
     *
     * @param head the head of the branch as the ledger has it
     */
    PlanAnswer plan(PlanInput.Plan input, PlanInput.Scope scope, Head head, Commits commits) {
        Revisions revisions = new Revisions(head, commits);
        List<TargetPlan> targets = revisions.targets(scope);
        if (targets.isEmpty()) {
            return PlanAnswer.nothing(Outcome.UNCHANGED, "Nothing of what is meant has been deployed yet.");
        }
        Plan plan = revisions.plan(targets);
        Survey.Found found = survey.survey(plan, input.run(), input.attempt());
        Watch watch = new Watch(true, true, current(plan, found), scope.reverts(), found.unreachable());
        Set<StackKey> left = halfWay(targets, watch, head, found);
        Ruling ruling = rules.of(head, commits).ruling(found.states().values());
        List<Wave> waves = List.of(new Wave(
                1,
                targets.stream()
                        .map(target -> ruling.over(without(target, left)))
                        .toList()));
        unreachable.note(input.run(), waves, found.unreachable());
        return new PlanAnswer(
                "planned",
                told(left),
                documents.work(input.run(), input.input().ref(), revisions.estates(), waves, watch),
                plan.concurrency(),
                "");
    }

    /**
     * Writes what one stack is to be with other versions of what its parameters say of it; nothing else of its targets
     * is looked at.
     */
    PlanAnswer patch(PlanInput.Plan input, PlanInput.Scope scope, PlanInput.Patch patch, Head head, Commits commits) {
        Revisions revisions = new Revisions(head, commits);
        List<TargetPlan> targets = revisions.targets(scope).stream()
                .flatMap(target -> only(target, patch).stream())
                .toList();
        if (targets.isEmpty()) {
            return PlanAnswer.nothing(Outcome.STALLED, "No stack " + patch.stack() + " stands where it is meant.");
        }
        Plan plan = revisions.plan(targets);
        Survey.Found found = survey.survey(plan, input.run(), input.attempt());
        Watch watch = new Watch(true, false, current(plan, found), List.of(), found.unreachable());
        List<String> waits = targets.stream()
                .flatMap(target ->
                        Stream.concat(Stream.of(watch.unreachable(target)), watch.blocked(target).values().stream()))
                .filter(why -> !why.isEmpty())
                .toList();
        if (!waits.isEmpty()) {
            return PlanAnswer.nothing(Outcome.STALLED, String.join("\n", waits));
        }
        // The stack may have been patched since that commit was deployed: it is what the commit wants all the same.
        if (!halfWay(targets, watch, head, found).isEmpty()) {
            return PlanAnswer.nothing(
                    Outcome.STALLED, "A commit changed " + patch.stack() + " whose run did not end well there.");
        }
        Ruling ruling = rules.of(head, commits).ruling(found.states().values());
        Wave wave = new Wave(1, targets.stream().map(ruling::over).toList());
        Watch alone = new Watch(true, false, Map.of(), List.of(), Map.of());
        return new PlanAnswer(
                "planned",
                "",
                documents.work(input.run(), input.input().ref(), revisions.estates(), List.of(wave), alone),
                plan.concurrency(),
                "");
    }

    private static Optional<TargetPlan> only(TargetPlan target, PlanInput.Patch patch) {
        return target.stacks()
                .filter(stack -> stack.name().equals(patch.stack()))
                .findFirst()
                .map(stack -> target.with(List.of(List.of(stack.patched(patch.parameters()))), Settings.none()));
    }

    private static Map<TargetKey, Set<String>> current(Plan plan, Survey.Found found) {
        return new Comparison(plan, found.remembered(), found.states()).current();
    }

    private static Set<StackKey> halfWay(List<TargetPlan> targets, Watch watch, Head head, Survey.Found found) {
        Set<StackKey> left = new HashSet<>();
        for (TargetPlan target : targets) {
            TargetState state = requireNonNull(found.states().get(target.target()));
            target.stacks()
                    .filter(stack -> !watch.over(target).contains(stack.name()))
                    .filter(stack -> isHalfWay(stack, state, head, found))
                    .map(StackPlan::key)
                    .forEach(left::add);
        }
        return left;
    }

    /**
     * Whether a stack is what a commit made of it that did not come to an end in its target. It is left to the push
     * that takes the target on, or back.
     */
    private static boolean isHalfWay(StackPlan stack, TargetState state, Head head, Survey.Found found) {
        StackRecord record = state.stacks().get(stack.name());
        return record != null
                && found.standings().get(stack.key()) instanceof Standing.Known
                && record.eventAt().isAfter(head.standingSince(state));
    }

    private static String told(Set<StackKey> left) {
        return left.isEmpty()
                ? ""
                : "Left alone, because a commit changed them whose run did not end well there: "
                        + Told.list(
                                left.stream().map(StackKey::toString).sorted().toList());
    }

    private static TargetPlan without(TargetPlan target, Set<StackKey> left) {
        List<List<StackPlan>> levels = target.levels().stream()
                .map(level -> level.stream()
                        .filter(stack -> !left.contains(stack.key()))
                        .toList())
                .filter(level -> !level.isEmpty())
                .toList();
        return target.with(levels, target.settings());
    }

    /** The estates of the commits that stand anywhere. */
    private final class Revisions {

        private final Head head;
        private final Commits commits;
        private final Map<String, Optional<Estate>> read = new LinkedHashMap<>();
        private final Map<String, Map<TargetKey, TargetPlan>> planned = new HashMap<>();

        Revisions(Head head, Commits commits) {
            this.head = head;
            this.commits = commits;
        }

        /** The targets that are meant, each as the commit wants it that stands there. */
        List<TargetPlan> targets(PlanInput.Scope scope) {
            Map<TargetKey, TargetPlan> known = new LinkedHashMap<>();
            Stream.of(head.everywhere(), head.deployed() ? "" : head.commit())
                    .filter(commit -> !commit.isEmpty())
                    .flatMap(commit -> at(commit).values().stream())
                    .filter(scope::holds)
                    .forEach(target -> known.putIfAbsent(target.target(), target));
            if (head.deployed()) {
                return List.copyOf(known.values());
            }
            return ledger.targets().read(known.keySet()).values().stream()
                    .flatMap(state -> standing(state).stream())
                    .toList();
        }

        private Optional<TargetPlan> standing(TargetState state) {
            String commit = head.standing(state);
            return commit.isEmpty()
                    ? Optional.empty()
                    : Optional.ofNullable(at(commit).get(state.target()));
        }

        List<Estate> estates() {
            return read.values().stream().flatMap(Optional::stream).toList();
        }

        Plan plan(List<TargetPlan> targets) {
            int concurrency =
                    estates().stream().mapToInt(Estate::concurrency).max().orElse(1);
            String organization = estates().getFirst().organization();
            return new Plan(
                    Plan.VERSION, head.commit(), organization, concurrency, List.of(), List.of(new Wave(1, targets)));
        }

        private Map<TargetKey, TargetPlan> at(String commit) {
            return planned.computeIfAbsent(commit, ignored -> {
                Map<TargetKey, TargetPlan> targets = new LinkedHashMap<>();
                estate(commit).map(estate -> new Planner().plan(estate)).stream()
                        .flatMap(plan -> plan.waves().stream())
                        .flatMap(wave -> wave.targets().stream())
                        .sorted(Comparator.comparingInt(TargetPlan::wave))
                        .forEach(target -> targets.merge(target.target(), target, StandingPlans::whole));
                return targets;
            });
        }

        /** A commit that cannot be read was never deployed by any run. */
        private Optional<Estate> estate(String commit) {
            return read.computeIfAbsent(commit, ignored -> switch (commits.deployed(commit)) {
                case Reading.Valid(Estate estate) -> Optional.of(estate);
                case Reading.Refused _ -> Optional.empty();
            });
        }
    }

    /** What two waves intend for a target, together. */
    private static TargetPlan whole(TargetPlan earlier, TargetPlan later) {
        List<List<StackPlan>> levels = new ArrayList<>(earlier.levels());
        levels.addAll(later.levels());
        return later.with(levels, later.settings());
    }
}
