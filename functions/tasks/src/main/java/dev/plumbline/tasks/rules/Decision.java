package dev.plumbline.tasks.rules;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.plumbline.accounts.changes.Danger;
import dev.plumbline.accounts.changes.EffectiveChanges;
import dev.plumbline.accounts.stacks.Change;
import dev.plumbline.estate.Approvals;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.estate.rules.StackRules;
import java.util.List;

/** Whether the changes of a ready change set may be made. */
public sealed interface Decision {

    /** They may be made. */
    record Allowed() implements Decision {}

    /**
     * A person has to say so first.
     *
     * @param reason exactly what is dangerous, and by which policy it asks
     */
    record Asks(String reason) implements Decision {
        /** Checks that there is a reason. */
        public Asks {
            requireNonNull(reason, "reason is null");
        }
    }

    /**
     * Decides by the rules of a stack. A stack that is made for the first time takes nothing away. If it gives access,
     * that asks, unless its blueprint is built in: the roles of those are bounded, and the first push must not stop at
     * every stack.
     *
     * @param creating whether the stack is made now
     */
    static Decision on(StackPlan stack, List<Change> changes, boolean creating) {
        return switch (stack.approvals()) {
            case NEVER -> new Allowed();
            case ALWAYS -> new Asks("every change of " + stack.name() + " asks" + policy(stack));
            case DESTRUCTIVE -> {
                List<Danger> dangers = Danger.among(judged(stack, changes), stack.stateful()).stream()
                        .filter(danger -> !isPatch(danger, stack))
                        .filter(_ -> !creating || !stack.blueprint().isBuiltIn())
                        .toList();
                yield dangers.isEmpty() ? new Allowed() : new Asks(told(dangers) + policy(stack));
            }
        };
    }

    /**
     * Returns the decision where the changes would put something out of reach besides, for which only {@code never}
     * does not ask.
     *
     * @param loss what would be lost, in words; empty where nothing would
     */
    default Decision alsoOn(StackPlan stack, String loss) {
        if (loss.isEmpty()) {
            return this;
        }
        return switch (this) {
            case Asks(String reason) -> new Asks(reason + "; " + loss);
            case Allowed allowed -> stack.approvals() == Approvals.NEVER ? allowed : new Asks(loss + policy(stack));
        };
    }

    /** A version is mentioned by properties that it does not change: of a patch, nobody is asked because of these. */
    private static List<Change> judged(StackPlan stack, List<Change> changes) {
        return stack.patch().isEmpty() ? changes : EffectiveChanges.of(changes);
    }

    /** A window is all the consent that a new version needs where data is held, as long as nothing is replaced. */
    private static boolean isPatch(Danger danger, StackPlan stack) {
        return danger.kind() == Danger.Kind.TOUCHES_DATA
                && !danger.change().details().isEmpty()
                && danger.change().properties().stream().allMatch(ofOneProperty -> comesOf(ofOneProperty, stack));
    }

    /**
     * CloudFormation tells a property that a parameter changes twice: with its cause, and as modified by what comes of
     * it.
     */
    private static boolean comesOf(List<Change.Detail> ofOneProperty, StackPlan stack) {
        return ofOneProperty.stream().anyMatch(detail -> stack.patch().containsKey(detail.cause()))
                && ofOneProperty.stream()
                        .allMatch(detail -> stack.patch().containsKey(detail.cause())
                                || (detail.cause().isEmpty() && detail.dynamic()));
    }

    private static String told(List<Danger> dangers) {
        int shown = 10;
        String first = dangers.stream().limit(shown).map(Danger::toString).collect(joining("; "));
        return dangers.size() <= shown ? first : first + "; and " + (dangers.size() - shown) + " more";
    }

    private static String policy(StackPlan stack) {
        return " (policy 'approvals: " + stack.approvals().word() + "' " + whose(stack) + ")";
    }

    private static String whose(StackPlan stack) {
        String commit = stack.rules().source();
        return switch (commit) {
            case "" -> "of the stack at " + stack.position();
            case StackRules.STRICT -> "that holds until a commit is deployed everywhere";
            default ->
                "of commit " + commit + ", which is deployed: what "
                        + stack.position().file() + " says now holds once that is deployed";
        };
    }
}
