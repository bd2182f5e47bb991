package dev.plumbline.estate;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.patching.Patchable;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A CloudFormation template and what its metadata says to Plumbline.
 *
 * @param name its name
 * @param version its version in the built-in set, or {@link #OWN} for a company's own
 * @param file where it was read: a path in the live repository, or {@code blueprints/<name>/<version>.yaml} of the
 *     built-in set
 * @param template the template itself
 * @param parameters its parameters by name
 * @param outputs the names of its outputs
 * @param resources the type of each resource by logical id
 * @param checks what is verified after a change and on schedule
 * @param stateful logical ids of resources that hold data
 * @param windowed names of parameters that are only changed in a window
 * @param patchables what of it can be patched
 * @param moves what of it AWS itself moves
 * @param networks names of parameters that hold an address range which is this stack's own
 */
public record Blueprint(
        String name,
        String version,
        String file,
        Template template,
        SortedMap<String, TemplateParameter> parameters,
        SortedSet<String> outputs,
        SortedMap<String, String> resources,
        List<Check> checks,
        SortedSet<String> stateful,
        SortedSet<String> windowed,
        List<Patchable> patchables,
        List<AwsMove> moves,
        SortedSet<String> networks) {

    /** The version of a company's own blueprints, which are versioned by their repository. */
    public static final String OWN = "own";

    /** Checks that nothing is missing and copies the collections. */
    public Blueprint {
        requireNonNull(name, "name is null");
        requireNonNull(version, "version is null");
        requireNonNull(file, "file is null");
        requireNonNull(template, "template is null");
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        outputs = Collections.unmodifiableSortedSet(new TreeSet<>(outputs));
        resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
        checks = List.copyOf(checks);
        stateful = Collections.unmodifiableSortedSet(new TreeSet<>(stateful));
        windowed = Collections.unmodifiableSortedSet(new TreeSet<>(windowed));
        patchables = List.copyOf(patchables);
        moves = List.copyOf(moves);
        networks = Collections.unmodifiableSortedSet(new TreeSet<>(networks));
    }
}
