package dev.plumbline.estate.read;

import dev.plumbline.estate.DeclaredParameter;
import dev.plumbline.estate.Policies;
import dev.plumbline.estate.Version;
import dev.plumbline.estate.patching.Patching;
import dev.plumbline.estate.yaml.Node;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code plumbline.yaml} says; what was wrong has been reported and stands here as if it had not been given.
 *
 * @param organization the name of the organisation
 * @param pinOrNull the version of the built-in blueprints
 * @param waves the number of the wave of each environment
 * @param concurrency how many targets are worked on at once
 * @param regions regions of environments that name none
 * @param tags tags of all stacks
 * @param parameters values by blueprint and parameter
 * @param settings settings of all environments
 * @param policies policies of all environments
 * @param transforms the transforms that templates may name
 * @param schedules what starts runs by itself
 * @param findings what is done about findings
 * @param patching when and how far stacks are patched
 */
record RootFile(
        String organization,
        @Nullable Version pinOrNull,
        SortedMap<String, Integer> waves,
        int concurrency,
        List<String> regions,
        SortedMap<String, String> tags,
        SortedMap<String, ParameterDefaults> parameters,
        SettingRules settings,
        Policies policies,
        SortedSet<String> transforms,
        ScheduleRules schedules,
        FindingRules findings,
        Patching patching) {

    /**
     * The defaults for stacks of one blueprint.
     *
     * @param blueprint the blueprint's name, where it stands
     * @param values values by parameter
     */
    record ParameterDefaults(Node.Scalar blueprint, SortedMap<String, DeclaredParameter> values) {}

    /** The path of the file. */
    static final String PATH = "plumbline.yaml";

    /** Returns the default values for stacks of a blueprint. */
    SortedMap<String, DeclaredParameter> parametersOf(String blueprint) {
        ParameterDefaults defaults = parameters.get(blueprint);
        return defaults == null ? new TreeMap<>() : defaults.values();
    }

    /** Returns the version of the built-in blueprints. */
    Optional<Version> pin() {
        return Optional.ofNullable(pinOrNull);
    }
}
