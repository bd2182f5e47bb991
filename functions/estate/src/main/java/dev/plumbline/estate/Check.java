package dev.plumbline.estate;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Something that has to be true of a deployed stack; declared in the template's metadata. */
public sealed interface Check {

    /** Returns its id, unique in its blueprint. */
    String id();

    /** Returns the sentence that it claims; the id where none was written. */
    String says();

    /**
     * A claim about one resource's live properties, as Cloud Control reads them.
     *
     * @param id its id
     * @param says the sentence that it claims
     * @param resource logical id of the resource
     * @param type its CloudFormation type
     * @param conditional whether the template makes the resource only under a condition, so that its absence is no
     *     failure
     * @param expect JSONata over the live properties, with {@code $parameters} and {@code $outputs}; has to yield true
     * @param seenOrNull JSONata that yields what is shown as seen, or null for all properties
     */
    record Expectation(
            String id,
            String says,
            String resource,
            String type,
            boolean conditional,
            String expect,
            @Nullable String seenOrNull)
            implements Check {
        /** Checks that nothing is missing. */
        public Expectation {
            requireNonNull(id, "id is null");
            requireNonNull(says, "says is null");
            requireNonNull(resource, "resource is null");
            requireNonNull(type, "type is null");
            requireNonNull(expect, "expect is null");
        }

        /** Returns the JSONata that yields what is shown as seen, or nothing for all properties. */
        public Optional<String> seen() {
            return Optional.ofNullable(seenOrNull);
        }
    }

    /**
     * A question that typed code answers.
     *
     * @param id its id
     * @param says the sentence that it claims
     * @param probe the name of the probe
     * @param with JSONata for each argument, with {@code $parameters} and {@code $outputs}
     */
    record Probe(String id, String says, String probe, SortedMap<String, String> with) implements Check {
        /** Checks that nothing is missing and copies the arguments. */
        public Probe {
            requireNonNull(id, "id is null");
            requireNonNull(says, "says is null");
            requireNonNull(probe, "probe is null");
            with = Collections.unmodifiableSortedMap(new TreeMap<>(with));
        }
    }
}
