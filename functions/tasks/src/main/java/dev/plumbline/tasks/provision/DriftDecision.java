package dev.plumbline.tasks.provision;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.changes.Replacements;
import dev.plumbline.accounts.drift.DriftEntry;
import dev.plumbline.accounts.stacks.Change;
import dev.plumbline.estate.Drift;
import dev.plumbline.estate.plan.StackPlan;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is done about the drift of a stack. All or nothing: a change set reverts a stack whole, so it is executed only
 * where policy lets everything in it be reverted. That it restores what was reviewed is why changes of IAM and KMS,
 * which ask when they are new, do not ask here.
 */
public sealed interface DriftDecision {

    /** It is put back. */
    record Revert() implements DriftDecision {}

    /**
     * A person has to decide.
     *
     * @param why why it is not put back by itself
     */
    record Ask(String why) implements DriftDecision {
        /** Checks that there is a reason. */
        public Ask {
            requireNonNull(why, "why is null");
        }
    }

    /** It is told, and left. */
    record Report() implements DriftDecision {}

    /** Detection and change set do not agree on anything: there is no drift. */
    record Unconfirmed() implements DriftDecision {}

    /**
     * Decides.
     *
     * @param found what drift detection found, without what the policy ignores
     * @param changes what a drift-aware change set would do
     * @param wanted whether a person wants just this put back
     */
    static DriftDecision on(StackPlan stack, List<DriftEntry> found, List<Change> changes, boolean wanted) {
        Set<String> detected = found.stream().map(DriftEntry::resource).collect(Collectors.toSet());
        List<Change> agreed = changes.stream()
                .filter(Change::drifted)
                .filter(change -> detected.contains(change.logicalId()))
                .toList();
        if (agreed.isEmpty()) {
            return new Unconfirmed();
        }
        if (wanted) {
            return new Revert();
        }
        Set<Drift> policies = agreed.stream()
                .map(change -> stack.drift().of(change.logicalId()))
                .collect(Collectors.toSet());
        boolean lost = agreed.stream().anyMatch(change -> isLost(stack, change));
        if (!lost && !policies.contains(Drift.REVERT) && !policies.contains(Drift.ASK)) {
            return new Report();
        }
        Set<String> obstacles = obstacles(stack, changes);
        return obstacles.isEmpty() ? new Revert() : new Ask(why(stack, obstacles));
    }

    /** What held data and is gone is told to a person with a question, also where drift is otherwise only told. */
    private static boolean isLost(StackPlan stack, Change change) {
        return change.action() == Change.Action.ADD && stack.stateful().contains(change.logicalId());
    }

    private static Set<String> obstacles(StackPlan stack, List<Change> changes) {
        Set<String> staying = changes.stream()
                .filter(change -> change.action() == Change.Action.MODIFY)
                .filter(change -> Replacements.of(change) == Change.Replacement.FALSE)
                .map(Change::logicalId)
                .collect(Collectors.toSet());
        return changes.stream()
                .flatMap(change -> obstacle(stack, change, staying))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> obstacle(StackPlan stack, Change change, Set<String> staying) {
        String what = change.logicalId() + " (" + change.type() + ")";
        boolean holdsData = stack.stateful().contains(change.logicalId());
        if (change.action() == Change.Action.REMOVE) {
            return Stream.of("it would remove " + what);
        }
        if (holdsData && change.action() == Change.Action.ADD) {
            return Stream.of(what + " held data and would be made again empty");
        }
        if (holdsData && mayReplace(change, staying)) {
            return Stream.of(what + " holds data and would, or might, be replaced");
        }
        Drift policy = stack.drift().of(change.logicalId());
        return change.drifted() && policy != Drift.REVERT
                ? Stream.of("the policy of " + change.logicalId() + " is " + policy.word())
                : Stream.empty();
    }

    /**
     * A change set calls a replacement possible where a property refers to a resource that changes at all. The identity
     * of one that stays the same resource stays the same, too.
     */
    private static boolean mayReplace(Change change, Set<String> staying) {
        if (Replacements.of(change) == Change.Replacement.FALSE) {
            return false;
        }
        List<Change.Detail> causes = change.details().stream()
                .filter(detail -> !detail.recreates().equals("Never"))
                .toList();
        return causes.isEmpty() || !causes.stream().allMatch(detail -> refersToWhatStays(detail, staying));
    }

    private static boolean refersToWhatStays(Change.Detail detail, Set<String> staying) {
        List<String> cause = List.of(detail.cause().split("\\.", 2));
        boolean identity = switch (detail.source()) {
            case "ResourceReference" -> true;
            case "ResourceAttribute" ->
                cause.getLast().endsWith("Arn") || cause.getLast().endsWith("Id");
            default -> false;
        };
        return identity && staying.contains(cause.getFirst());
    }

    private static String why(StackPlan stack, Set<String> obstacles) {
        return "It is not put back by itself, because " + String.join(", and ", obstacles)
                + ". A stack is put back whole or not at all; 'drift' under policies of the stack at "
                + stack.position() + " says what is done about it";
    }
}
