package dev.plumbline.estate.plan;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.AwsMove;
import dev.plumbline.estate.Blueprint;
import dev.plumbline.estate.Check;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a plan carries of a blueprint; the template itself is known by its digest.
 *
 * @param name the blueprint's name
 * @param version its version in the built-in set, or {@link Blueprint#OWN}
 * @param templateDigest SHA-256 of the template, lower-case hexadecimal
 * @param defaults the values of its parameters that have a default
 * @param secrets the names of the parameters whose values CloudFormation hides
 * @param checks what is verified
 * @param stateful logical ids of resources that hold data
 * @param windowed names of parameters that are only changed in a window
 * @param moves what of it AWS itself moves
 */
public record PlannedBlueprint(
        String name,
        String version,
        String templateDigest,
        SortedMap<String, String> defaults,
        SortedSet<String> secrets,
        List<Check> checks,
        SortedSet<String> stateful,
        SortedSet<String> windowed,
        List<AwsMove> moves) {

    /** Checks that nothing is missing and copies the collections. */
    public PlannedBlueprint {
        requireNonNull(name, "name is null");
        requireNonNull(version, "version is null");
        requireNonNull(templateDigest, "templateDigest is null");
        defaults = Collections.unmodifiableSortedMap(new TreeMap<>(defaults));
        secrets = sorted(secrets);
        checks = List.copyOf(checks);
        stateful = sorted(stateful);
        windowed = sorted(windowed);
        moves = List.copyOf(moves);
    }

    /** Takes from a blueprint what a plan needs. */
    public static PlannedBlueprint of(Blueprint blueprint) {
        SortedMap<String, String> defaults = new TreeMap<>();
        SortedSet<String> secrets = new TreeSet<>();
        blueprint.parameters().forEach((name, parameter) -> {
            parameter.defaultValue().ifPresent(value -> defaults.put(name, value));
            if (parameter.noEcho()) {
                secrets.add(name);
            }
        });
        return new PlannedBlueprint(
                blueprint.name(),
                blueprint.version(),
                blueprint.template().digest(),
                defaults,
                secrets,
                blueprint.checks(),
                blueprint.stateful(),
                blueprint.windowed(),
                blueprint.moves());
    }

    /** Returns the same blueprint with other parameters that are only changed in a window. */
    PlannedBlueprint windowed(SortedSet<String> others) {
        return new PlannedBlueprint(name, version, templateDigest, defaults, secrets, checks, stateful, others, moves);
    }

    /**
     * Whether this release brings it: the reader takes a template of a live repository for {@link Blueprint#OWN},
     * whatever its name, and a plan knows each template by its digest. The roles and users of the release's own
     * templates are bounded, which cfn-lint's rule E9102 holds.
     */
    public boolean isBuiltIn() {
        return !version.equals(Blueprint.OWN);
    }

    private static SortedSet<String> sorted(SortedSet<String> names) {
        return Collections.unmodifiableSortedSet(new TreeSet<>(names));
    }
}
