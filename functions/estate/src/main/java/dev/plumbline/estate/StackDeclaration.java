package dev.plumbline.estate;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.patching.Patching;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A stack of an environment, with all defaults applied.
 *
 * @param name its name in the estate
 * @param blueprint the name of its blueprint
 * @param wave the wave that deploys it, from 1
 * @param regions where it is, at least one
 * @param parameters values by the blueprint's parameters; those left to the template's defaults are absent
 * @param tags tags of the stack
 * @param policies rules for changing it
 * @param patching when and how far it is patched
 * @param position where it is declared
 */
public record StackDeclaration(
        String name,
        String blueprint,
        int wave,
        List<String> regions,
        SortedMap<String, DeclaredParameter> parameters,
        SortedMap<String, String> tags,
        Policies policies,
        Patching patching,
        Position position) {

    /** What the names of all stacks of the estate start with in CloudFormation. */
    public static final String STACK_NAME_PREFIX = "estate-";

    /** Checks that nothing is missing and copies the collections. */
    public StackDeclaration {
        requireNonNull(name, "name is null");
        requireNonNull(blueprint, "blueprint is null");
        requireNonNull(policies, "policies is null");
        requireNonNull(patching, "patching is null");
        requireNonNull(position, "position is null");
        if (wave < 1) {
            throw new IllegalArgumentException("waves count from 1: " + wave);
        }
        regions = List.copyOf(regions);
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }
}
