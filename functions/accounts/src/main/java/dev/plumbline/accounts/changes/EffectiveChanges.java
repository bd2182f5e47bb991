package dev.plumbline.accounts.changes;

import dev.plumbline.accounts.stacks.Change;
import dev.plumbline.accounts.stacks.Change.Detail;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Leaves of a change set what can have an effect. CloudFormation lists each property that mentions a changed parameter,
 * also where its value comes out the same (a parameter group's family, which is only the beginning of a version), and
 * then whatever refers to that resource; at execution it compares values and touches none of these. Its documentation
 * does not say whether values that stay are listed when they are asked for: nothing here depends on it. Only what was
 * told with the same value before and afterwards is left out; what is masked, long enough to have been cut, or known
 * only afterwards counts as changed. Pure.
 */
public final class EffectiveChanges {

    /** CloudFormation may cut longer values: two that look the same need not be. */
    private static final int CERTAINLY_WHOLE = 255;

    private static final String REFERENCE = "ResourceReference";
    private static final String ATTRIBUTE = "ResourceAttribute";

    private final Set<String> untouched = new HashSet<>();
    private final Set<String> keptInPlace = new HashSet<>();

    private EffectiveChanges() {}

    /** Returns the changes that can have an effect, each without the properties that stay what they are. */
    public static List<Change> of(List<Change> changes) {
        return new EffectiveChanges().left(changes);
    }

    /** What is found to stay the same lets others be found: it is looked again until nothing more is. */
    private List<Change> left(List<Change> changes) {
        List<Change> left;
        int known;
        do {
            known = untouched.size() + keptInPlace.size();
            left = new ArrayList<>();
            for (Change change : changes) {
                Change effective = without(change);
                if (isNothing(change, effective)) {
                    untouched.add(change.logicalId());
                    keptInPlace.add(change.logicalId());
                } else {
                    left.add(effective);
                    if (Replacements.of(effective) == Change.Replacement.FALSE
                            && change.action() == Change.Action.MODIFY) {
                        keptInPlace.add(change.logicalId());
                    }
                }
            }
        } while (untouched.size() + keptInPlace.size() > known);
        return left;
    }

    private static boolean isNothing(Change change, Change effective) {
        return change.action() == Change.Action.MODIFY
                && !change.drifted()
                && !change.details().isEmpty()
                && effective.details().isEmpty()
                && change.scope().stream().allMatch("Properties"::equals);
    }

    private Change without(Change change) {
        if (change.action() != Change.Action.MODIFY || change.drifted()) {
            return change;
        }
        List<Detail> details = change.properties().stream()
                .filter(ofOneProperty -> !stays(ofOneProperty))
                .flatMap(Collection::stream)
                .toList();
        boolean replaces =
                details.size() == change.details().size() || details.stream().anyMatch(Replacements::causes);
        return change.with(replaces ? change.replacement() : Change.Replacement.FALSE, details);
    }

    /** Whether a property stays what it is, whatever its details say that it depends on. */
    private boolean stays(List<Detail> ofOneProperty) {
        if (!ofOneProperty.stream().allMatch(detail -> detail.attribute().equals("Properties"))) {
            return false;
        }
        boolean same = ofOneProperty.stream().allMatch(EffectiveChanges::isSame)
                && ofOneProperty.stream().anyMatch(detail -> !detail.dynamic());
        return same || ofOneProperty.stream().allMatch(this::dependsOnWhatStays);
    }

    private static boolean isSame(Detail detail) {
        return !detail.before().isEmpty()
                && detail.before().equals(detail.after())
                && detail.before().length() <= CERTAINLY_WHOLE
                && !detail.before().contains("***");
    }

    private boolean dependsOnWhatStays(Detail detail) {
        return (detail.source().equals(REFERENCE) && keptInPlace.contains(detail.cause()))
                || (detail.source().equals(ATTRIBUTE)
                        && untouched.contains(detail.cause().split("\\.", 2)[0]));
    }
}
