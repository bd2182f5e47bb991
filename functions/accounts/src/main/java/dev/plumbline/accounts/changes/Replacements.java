package dev.plumbline.accounts.changes;

import dev.plumbline.accounts.stacks.Change;
import dev.plumbline.accounts.stacks.Change.Action;
import dev.plumbline.accounts.stacks.Change.Detail;
import dev.plumbline.accounts.stacks.Change.Replacement;
import java.util.Set;

/**
 * Whether another resource takes a resource's place. CloudFormation's own word counts; where that is "conditional", the
 * type's schema may make it certain. Only properties of which CloudFormation says that they never replace make it a no.
 */
public final class Replacements {

    /**
     * Custom resources whose function gives them the same id for as long as they live. CloudFormation says of every
     * custom resource that it may be replaced, because only another id in an answer replaces it.
     */
    private static final Set<String> SAME_FOR_LIFE = Set.of("Custom::Manifests");

    private static final String NEVER = "Never";
    private static final String ALWAYS = "Always";

    private Replacements() {}

    /** Returns whether a change replaces its resource. */
    public static Replacement of(Change change) {
        if (change.action() != Action.MODIFY && change.action() != Action.DYNAMIC) {
            return Replacement.FALSE;
        }
        if (SAME_FOR_LIFE.contains(change.type()) && change.replacement() != Replacement.TRUE) {
            return Replacement.FALSE;
        }
        return switch (change.replacement()) {
            case TRUE -> Replacement.TRUE;
            case FALSE -> change.action() == Action.DYNAMIC ? Replacement.CONDITIONAL : Replacement.FALSE;
            case CONDITIONAL -> conditional(change);
        };
    }

    /** Returns whether the change of one property replaces its resource. */
    public static Replacement of(Change change, Detail detail) {
        if (of(change) == Replacement.FALSE || !causes(detail)) {
            return Replacement.FALSE;
        }
        return (detail.recreates().equals(ALWAYS) && !detail.dynamic()) || certain(change.type(), detail)
                ? Replacement.TRUE
                : Replacement.CONDITIONAL;
    }

    /** Whether a property is among the reasons for a replacement. */
    static boolean causes(Detail detail) {
        return !detail.recreates().equals(NEVER);
    }

    private static Replacement conditional(Change change) {
        if (!change.details().isEmpty() && change.details().stream().noneMatch(Replacements::causes)) {
            return Replacement.FALSE;
        }
        return change.details().stream().anyMatch(detail -> certain(change.type(), detail))
                ? Replacement.TRUE
                : Replacement.CONDITIONAL;
    }

    private static boolean certain(String type, Detail detail) {
        return causes(detail)
                && !detail.dynamic()
                && detail.attribute().equals("Properties")
                && CreateOnlyProperties.contain(type, detail.path());
    }
}
