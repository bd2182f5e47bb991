package dev.plumbline.tasks.directory;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.Environment;
import dev.plumbline.estate.FindingPolicies;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An environment, as far as it is to be known.
 *
 * @param environment its name
 * @param account its account
 * @param regions its regions
 * @param findings what is done about its findings
 * @param stacks where its stacks are declared, by name
 */
public record Place(
        String environment,
        String account,
        List<String> regions,
        PolicyDocument findings,
        SortedMap<String, Declared> stacks) {

    /** Copies the collections and checks that nothing is missing. */
    public Place {
        requireNonNull(environment, "environment is null");
        requireNonNull(account, "account is null");
        regions = List.copyOf(regions);
        requireNonNull(findings, "findings is null");
        stacks = Collections.unmodifiableSortedMap(new TreeMap<>(stacks));
    }

    /**
     * Where a stack is declared.
     *
     * @param at file, line and column in the live repository
     * @param blueprint the name of its blueprint
     */
    public record Declared(String at, String blueprint) {
        /** Checks that nothing is missing. */
        public Declared {
            requireNonNull(at, "at is null");
            requireNonNull(blueprint, "blueprint is null");
        }
    }

    /** Returns the same place with the policies for findings that hold where nothing is said. */
    Place unruled() {
        return new Place(environment, account, regions, PolicyDocument.of(FindingPolicies.of(environment)), stacks);
    }

    static Place of(Environment environment) {
        TreeMap<String, Declared> stacks = new TreeMap<>();
        environment
                .stacks()
                .forEach((name, stack) ->
                        stacks.put(name, new Declared(stack.position().toString(), stack.blueprint())));
        return new Place(
                environment.name(),
                environment.account(),
                environment.regions(),
                PolicyDocument.of(environment.findings()),
                stacks);
    }
}
