package dev.plumbline.estate;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A name, an AWS account, its regions, its stacks.
 *
 * @param name its name
 * @param account account id, twelve digits
 * @param wave the wave that deploys it, from 1; single stacks may have another
 * @param regions its regions, at least one, in the order in which they were given
 * @param settings what is set in each of its regions
 * @param policies rules for changing its stacks and settings
 * @param reconcileOrNull when its targets are reconciled, or null for never
 * @param findings what is done about its findings
 * @param stacks its stacks by name
 * @param position where it is declared
 */
public record Environment(
        String name,
        String account,
        int wave,
        List<String> regions,
        Settings settings,
        Policies policies,
        @Nullable Timing reconcileOrNull,
        FindingPolicies findings,
        SortedMap<String, StackDeclaration> stacks,
        Position position) {

    /** Checks that nothing is missing and copies the collections. */
    public Environment {
        requireNonNull(name, "name is null");
        requireNonNull(account, "account is null");
        requireNonNull(settings, "settings is null");
        requireNonNull(policies, "policies is null");
        requireNonNull(findings, "findings is null");
        requireNonNull(position, "position is null");
        if (wave < 1) {
            throw new IllegalArgumentException("waves count from 1: " + wave);
        }
        regions = List.copyOf(regions);
        stacks = Collections.unmodifiableSortedMap(new TreeMap<>(stacks));
    }

    /** Returns when its targets are reconciled, or nothing for never. */
    public Optional<Timing> reconcile() {
        return Optional.ofNullable(reconcileOrNull);
    }

    /** Returns what is done if its settings were changed behind its back. */
    public Drift drift() {
        return policies.drift().stack();
    }

    /** Returns its targets, one for each region. */
    public List<TargetKey> targets() {
        return regions.stream().map(region -> new TargetKey(account, region)).toList();
    }
}
