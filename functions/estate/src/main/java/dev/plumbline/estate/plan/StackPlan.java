package dev.plumbline.estate.plan;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.Approvals;
import dev.plumbline.estate.AwsMove;
import dev.plumbline.estate.Check;
import dev.plumbline.estate.DriftPolicy;
import dev.plumbline.estate.OutputKey;
import dev.plumbline.estate.OutputLookup;
import dev.plumbline.estate.Position;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.Value;
import dev.plumbline.estate.rules.StackRules;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A stack as it is intended in one account and region.
 *
 * @param key where it is and its name in the estate
 * @param blueprint what it is made from
 * @param parameters values by parameter; those left to the template's defaults are absent
 * @param tags tags of the stack
 * @param needs the stacks whose outputs it refers to, also in other targets
 * @param rules the rules by which its changes are judged
 * @param windowing how its windowed parameters are changed
 * @param position where it is declared in the live repository
 */
public record StackPlan(
        StackKey key,
        PlannedBlueprint blueprint,
        SortedMap<String, Value<OutputKey>> parameters,
        SortedMap<String, String> tags,
        SortedSet<StackKey> needs,
        StackRules rules,
        Windowing windowing,
        Position position) {

    /** Checks that nothing is missing and copies the collections. */
    public StackPlan {
        requireNonNull(key, "key is null");
        requireNonNull(blueprint, "blueprint is null");
        requireNonNull(rules, "rules is null");
        requireNonNull(windowing, "windowing is null");
        requireNonNull(position, "position is null");
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
        needs = Collections.unmodifiableSortedSet(new TreeSet<>(needs));
    }

    /** Returns its name in the estate. */
    public String name() {
        return key.stack();
    }

    /** Returns its name in CloudFormation. */
    public String stackName() {
        return key.stackName();
    }

    /** Returns the SHA-256 of its template, lower-case hexadecimal. */
    public String templateDigest() {
        return blueprint.templateDigest();
    }

    /** Returns what is verified after a change and on schedule. */
    public List<Check> checks() {
        return blueprint.checks();
    }

    /** Returns which of its changes wait for a person. */
    public Approvals approvals() {
        return rules.approvals();
    }

    /** Returns how long they wait. */
    public Duration approvalsExpireAfter() {
        return rules.approvalsExpireAfter();
    }

    /** Returns what is done if its resources were changed behind its back. */
    public DriftPolicy drift() {
        return rules.drift();
    }

    /** Returns the logical ids of its resources that hold data, whatever its template says of them now. */
    public SortedSet<String> stateful() {
        return rules.stateful();
    }

    /** Returns the names of its parameters that are only changed in a window. */
    public SortedSet<String> windowed() {
        return blueprint.windowed();
    }

    /** Returns what of it AWS itself moves. */
    public List<AwsMove> moves() {
        return blueprint.moves();
    }

    /** Returns the names of its parameters that a run leaves as they are deployed: they wait for a window. */
    public SortedSet<String> waiting() {
        return windowing.waits() ? windowed() : Collections.emptySortedSet();
    }

    /** Returns the values of windowed parameters that this run applies; empty but for a patch. */
    public SortedMap<String, String> patch() {
        return windowing.now();
    }

    /** Returns the same stack with values for windowed parameters that are applied now. */
    public StackPlan patched(SortedMap<String, String> values) {
        return new StackPlan(
                key, blueprint, parameters, tags, needs, rules, new Windowing(windowing.waits(), values), position);
    }

    /**
     * Returns the same stack, judged by other rules.
     *
     * @param held parameters that wait for a window, whatever the stack says now
     */
    StackPlan under(StackRules others, SortedSet<String> held) {
        SortedSet<String> waiting = new TreeSet<>(held);
        waiting.removeIf(
                name -> !parameters.containsKey(name) && !blueprint.defaults().containsKey(name));
        if (waiting().containsAll(waiting)) {
            return new StackPlan(key, blueprint, parameters, tags, needs, others, windowing, position);
        }
        // What was pushed at once before is not among them, so it is no more.
        waiting.addAll(waiting());
        return new StackPlan(
                key,
                blueprint.windowed(waiting),
                parameters,
                tags,
                needs,
                others,
                new Windowing(true, windowing.now()),
                position);
    }

    /** Returns all outputs that its parameters refer to. */
    public SortedSet<OutputKey> references() {
        return parameters.values().stream().flatMap(Value::references).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns those of its references that a lookup does not know. */
    public SortedSet<OutputKey> unknown(OutputLookup outputs) {
        return references().stream()
                .filter(reference -> outputs.find(reference).isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Returns the parameters as CloudFormation takes them: lists joined by commas, mappings as JSON. Nothing where a
     * reference is not known; {@link #unknown} tells which.
     */
    public Optional<SortedMap<String, String>> resolve(OutputLookup outputs) {
        SortedMap<String, String> resolved = new TreeMap<>();
        for (var parameter : parameters.entrySet()) {
            Optional<String> text = Resolution.text(parameter.getValue(), outputs);
            if (text.isEmpty()) {
                return Optional.empty();
            }
            resolved.put(parameter.getKey(), text.get());
        }
        resolved.putAll(patch());
        return Optional.of(Collections.unmodifiableSortedMap(resolved));
    }

    /** Returns the value that a parameter has, its default included. Nothing where it has none or that is not known. */
    public Optional<String> declared(String parameter, OutputLookup outputs) {
        Value<OutputKey> value = parameters.get(parameter);
        return value == null
                ? Optional.ofNullable(blueprint.defaults().get(parameter))
                : Resolution.text(value, outputs);
    }

    /**
     * Returns the names of its parameters that have to keep their deployed values because AWS itself has moved what
     * they declare that far, or further: AWS takes nothing back, and has nothing to change where it is there already.
     * What several resources have to follow is given to them again, since not all may be there.
     *
     * @param moved how far AWS has moved what a parameter declares, by parameter
     * @param given the values that the parameters are given; those left to the template's defaults may be absent
     */
    public SortedSet<String> outrun(SortedMap<String, String> moved, SortedMap<String, String> given) {
        return moved.entrySet().stream()
                .filter(reached -> isOutrun(reached.getKey(), reached.getValue(), given))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private boolean isOutrun(String parameter, String reached, SortedMap<String, String> given) {
        List<AwsMove> governed = moves().stream()
                .filter(move -> move.parameter().equals(parameter))
                .toList();
        String wanted = given.getOrDefault(parameter, blueprint.defaults().getOrDefault(parameter, ""));
        return !governed.isEmpty()
                && (AwsMove.isAhead(reached, wanted) || (reached.equals(wanted) && governed.size() == 1));
    }

    /**
     * Returns all parameters with their values, those left to the template's defaults included: what
     * {@code $parameters} means in a check. Nothing where a reference is not known.
     */
    public Optional<SortedMap<String, String>> effectiveParameters(OutputLookup outputs) {
        return resolve(outputs).map(resolved -> {
            SortedMap<String, String> effective = new TreeMap<>(blueprint.defaults());
            effective.putAll(resolved);
            return Collections.unmodifiableSortedMap(effective);
        });
    }

    /**
     * Returns the digest by which a deployed stack is known to be current: SHA-256 over template, resolved parameters
     * and tags, 64 lower-case hexadecimal digits. Parameters that wait for a window are not part of it: a patch, or a
     * declared version whose window has not opened, leaves a stack current. Nothing where a reference is not known.
     */
    public Optional<String> digest(OutputLookup outputs) {
        return resolve(outputs).map(resolved -> {
            SortedMap<String, String> pushed = new TreeMap<>(resolved);
            pushed.keySet().removeAll(waiting());
            return StackDigest.of(templateDigest(), pushed, tags);
        });
    }
}
