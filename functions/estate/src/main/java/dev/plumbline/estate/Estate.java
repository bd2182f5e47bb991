package dev.plumbline.estate;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything that a live repository describes at one commit. Every name in it leads somewhere.
 *
 * @param commit the commit that it was read from
 * @param organization the name of the organisation
 * @param concurrency how many targets are worked on at once
 * @param policies rules for changing stacks, for environments that say nothing else
 * @param transforms the transforms that templates may name, but for those that need no permission
 * @param schedules what starts runs by itself
 * @param environments the environments by name
 * @param blueprints the blueprints that its stacks use, by name
 */
public record Estate(
        String commit,
        String organization,
        int concurrency,
        Policies policies,
        SortedSet<String> transforms,
        List<Schedule> schedules,
        SortedMap<String, Environment> environments,
        SortedMap<String, Blueprint> blueprints) {

    /** Checks that nothing is missing and copies the collections. */
    public Estate {
        requireNonNull(commit, "commit is null");
        requireNonNull(organization, "organization is null");
        requireNonNull(policies, "policies is null");
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency is below 1: " + concurrency);
        }
        transforms = Collections.unmodifiableSortedSet(new TreeSet<>(transforms));
        schedules = List.copyOf(schedules);
        environments = Collections.unmodifiableSortedMap(new TreeMap<>(environments));
        blueprints = Collections.unmodifiableSortedMap(new TreeMap<>(blueprints));
    }

    /** Returns the environment in an account, or nothing where the account is not of this estate. */
    public Optional<Environment> environmentOf(String account) {
        return environments.values().stream()
                .filter(environment -> environment.account().equals(account))
                .findFirst();
    }
}
