package dev.plumbline.accounts.changes;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.plumbline.accounts.stacks.Access;
import dev.plumbline.accounts.stacks.Change;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A change that takes something away, touches data, or decides who may do what.
 *
 * @param kind what makes it dangerous
 * @param change the change
 */
public record Danger(Kind kind, Change change) {

    /** Checks that nothing is missing. */
    public Danger {
        requireNonNull(kind, "kind is null");
        requireNonNull(change, "change is null");
    }

    /** What makes a change dangerous; the first that fits is told. */
    public enum Kind {
        /** The resource goes. */
        REMOVES("removes"),
        /** Another takes its place. */
        REPLACES("replaces"),
        /** Another takes its place, or not: CloudFormation knows only when it gets there. */
        MAY_REPLACE("may replace"),
        /** It holds data. */
        TOUCHES_DATA("changes, where data is held,"),
        /** It decides who may do what, or who can read what is encrypted. */
        CHANGES_ACCESS("changes the access that is given by");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /** Returns the dangerous ones among changes. */
    public static List<Danger> among(List<Change> changes, Set<String> stateful) {
        return changes.stream().flatMap(change -> of(change, stateful).stream()).toList();
    }

    /**
     * Returns why a change is dangerous, or nothing where it is not.
     *
     * @param stateful logical ids of resources that hold data
     */
    public static Optional<Danger> of(Change change, Set<String> stateful) {
        return removal(change)
                .or(() -> replacement(change))
                .or(() -> touched(change, stateful))
                .map(kind -> new Danger(kind, change));
    }

    private static Optional<Kind> removal(Change change) {
        return change.action() == Change.Action.REMOVE ? Optional.of(Kind.REMOVES) : Optional.empty();
    }

    private static Optional<Kind> replacement(Change change) {
        return switch (Replacements.of(change)) {
            case TRUE -> Optional.of(Kind.REPLACES);
            case CONDITIONAL -> Optional.of(Kind.MAY_REPLACE);
            case FALSE -> Optional.empty();
        };
    }

    private static Optional<Kind> touched(Change change, Set<String> stateful) {
        if (change.action() != Change.Action.ADD && stateful.contains(change.logicalId())) {
            return Optional.of(Kind.TOUCHES_DATA);
        }
        boolean access = Access.isGivenBy(change.type())
                || !change.access().isEmpty()
                || change.details().stream()
                        .anyMatch(detail -> Access.isGivenBy(change.type(), detail.name(), detail.after()));
        return access ? Optional.of(Kind.CHANGES_ACCESS) : Optional.empty();
    }

    /** Returns it in words: {@code replaces Vpc (AWS::EC2::VPC) because of CidrBlock}. */
    @Override
    public String toString() {
        String because = change.details().stream()
                .filter(detail -> kind == Kind.REPLACES || kind == Kind.MAY_REPLACE)
                .filter(Replacements::causes)
                .map(detail -> detail.path().replaceFirst("^/Properties/", ""))
                .filter(path -> !path.isEmpty())
                .distinct()
                .collect(joining(", "));
        return kind.words + " " + change.logicalId() + " (" + change.type() + ")"
                + (because.isEmpty() ? "" : " because of " + because);
    }
}
