package dev.plumbline.accounts.preview;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.changes.Danger;
import dev.plumbline.accounts.changes.Replacements;
import dev.plumbline.accounts.stacks.Change;
import dev.plumbline.accounts.stacks.StackResource;
import dev.plumbline.estate.forecast.FutureResource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Tells what would happen to one stack. Pure. */
public final class StackPreviews {

    private static final String ATTRIBUTES = "Properties";

    private final String stack;
    private final Set<String> stateful;
    private final Masking masking;
    private final ValueDiffs values;

    /**
     * Creates it for a stack.
     *
     * @param stack its name in the estate
     * @param stateful logical ids of its resources that hold data
     * @param secrets its parameters that CloudFormation hides, with their values as far as they are known
     */
    public StackPreviews(String stack, Set<String> stateful, Map<String, String> secrets) {
        this.stack = requireNonNull(stack, "stack is null");
        this.stateful = Set.copyOf(stateful);
        this.masking = new Masking(secrets.keySet(), Set.copyOf(secrets.values()));
        this.values = new ValueDiffs(masking);
    }

    /**
     * Tells of a stack that is not there yet.
     *
     * @param asks whether a person is asked before it is made
     */
    public StackPreview created(List<FutureResource> resources, boolean asks, List<String> notes) {
        return new StackPreview(
                stack,
                StackPreview.Action.CREATE,
                asks,
                List.of(),
                resources.stream().map(resource -> added(resource, "")).toList(),
                notes);
    }

    /**
     * Tells of a stack that would be changed.
     *
     * @param parameters its parameters and tags that differ
     * @param changes what its change set says
     * @param future what its template makes, for what is new in it
     * @param hidden what of these changes may not be shown
     * @param asks whether a person is asked before it is changed
     */
    public StackPreview updated(
            List<ValueDiff> parameters,
            List<Change> changes,
            List<FutureResource> future,
            Hidden hidden,
            boolean asks,
            List<String> notes) {
        Map<String, FutureResource> byId = future.stream()
                .collect(Collectors.toMap(FutureResource::logicalId, Function.identity(), (one, other) -> one));
        List<ResourceDiff> resources = new ArrayList<>();
        for (Change change : changes) {
            Optional<FutureResource> made =
                    Optional.ofNullable(byId.get(change.logicalId())).filter(_ -> change.action() == Change.Action.ADD);
            resources.add(
                    made.map(resource -> added(resource, danger(change))).orElseGet(() -> changed(change, hidden)));
        }
        return new StackPreview(stack, StackPreview.Action.UPDATE, asks, parameters, resources, notes);
    }

    /** Tells of a stack that left the estate. */
    public StackPreview removed(List<StackResource> resources, List<String> notes) {
        List<ResourceDiff> gone = resources.stream()
                .map(resource -> new ResourceDiff(
                        Sign.REMOVE,
                        resource.logicalId(),
                        resource.type(),
                        resource.physicalId(),
                        Effect.NONE,
                        "removes " + resource.logicalId() + " (" + resource.type() + ")"
                                + (stateful.contains(resource.logicalId()) ? ", which holds data" : ""),
                        "",
                        List.of()))
                .toList();
        return new StackPreview(stack, StackPreview.Action.REMOVE, true, List.of(), gone, notes);
    }

    /** Tells of a stack of which nothing but this can be said yet. */
    public StackPreview untold(StackPreview.Action action, List<String> notes) {
        return new StackPreview(stack, action, false, List.of(), List.of(), notes);
    }

    /**
     * Returns the values of a kind that differ, such as parameters.
     *
     * @param kind what stands before their names, such as {@code Tags/}; often empty
     * @param hidden what CloudFormation shows in the place of a value that it hides; such are not compared
     */
    public List<ValueDiff> differing(
            String kind, SortedMap<String, String> before, SortedMap<String, String> after, String hidden) {
        SortedSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        List<ValueDiff> diffs = new ArrayList<>();
        for (String name : names) {
            String one = before.getOrDefault(name, "");
            String other = after.getOrDefault(name, "");
            if (!one.equals(other) && !one.equals(hidden) && !masking.hides(name)) {
                diffs.addAll(values.between(kind + name, one, other, Effect.NONE));
            }
        }
        return diffs;
    }

    private ResourceDiff added(FutureResource resource, String danger) {
        return new ResourceDiff(
                Sign.ADD,
                resource.logicalId(),
                resource.type(),
                "",
                Effect.NONE,
                danger,
                resource.certain() ? "" : "whether it is made is known after apply",
                values.of(resource.properties()));
    }

    private ResourceDiff changed(Change change, Hidden hidden) {
        Effect effect = Effect.of(Replacements.of(change));
        return new ResourceDiff(
                sign(change, effect),
                change.logicalId(),
                change.type(),
                change.physicalId(),
                effect,
                danger(change),
                note(change),
                details(change, hidden));
    }

    private static Sign sign(Change change, Effect effect) {
        return switch (change.action()) {
            case ADD, IMPORT -> Sign.ADD;
            case REMOVE -> Sign.REMOVE;
            case MODIFY, DYNAMIC, SYNC_WITH_ACTUAL -> effect == Effect.NONE ? Sign.CHANGE : Sign.REPLACE;
        };
    }

    private String danger(Change change) {
        return Danger.of(change, stateful).map(Danger::toString).orElse("");
    }

    private static String note(Change change) {
        return switch (change.policyAction()) {
            case "Retain", "ReplaceAndRetain" -> "the old one is kept";
            case "Snapshot", "ReplaceAndSnapshot" -> "a snapshot of the old one is kept";
            default -> change.action() == Change.Action.IMPORT ? "is taken over" : "";
        };
    }

    /** CloudFormation tells a property once for each reason for which it changes. */
    private List<ValueDiff> details(Change change, Hidden hidden) {
        Map<String, Told> byPath = new LinkedHashMap<>();
        for (Change.Detail detail : change.details()) {
            String path = detail.path().replaceFirst("^/Properties/", "").replaceFirst("^/", "");
            String named = detail.attribute().equals(ATTRIBUTES) || path.startsWith(detail.attribute())
                    ? path
                    : detail.attribute() + (path.isEmpty() ? "" : "/" + path);
            boolean masked = masking.hides(detail.cause()) || hidden.of(change, detail);
            byPath.merge(named, Told.of(change, detail, masked), Told::and);
        }
        Map<String, List<ValueDiff>> diffs = new TreeMap<>();
        byPath.forEach((path, told) -> diffs.put(
                path,
                told.hidden()
                        ? List.of(new ValueDiff(Sign.CHANGE, path, Masking.SECRET, Masking.SECRET, told.effect()))
                        : values.between(path, told.before(), told.after(), told.effect())));
        return diffs.values().stream().flatMap(List::stream).toList();
    }

    /** What is told of one property. */
    private record Told(String before, String after, Effect effect, boolean hidden) {

        static Told of(Change change, Change.Detail detail, boolean hidden) {
            Effect effect = Effect.of(Replacements.of(change, detail));
            return new Told(detail.before(), detail.after(), effect, hidden);
        }

        Told and(Told other) {
            return new Told(
                    before.isEmpty() ? other.before : before,
                    after.isEmpty() ? other.after : after,
                    effect.and(other.effect),
                    hidden || other.hidden);
        }
    }
}
