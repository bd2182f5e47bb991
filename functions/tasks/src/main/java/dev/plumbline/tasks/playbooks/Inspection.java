package dev.plumbline.tasks.playbooks;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a playbook has seen, and what would put it right: its dry run.
 *
 * @param there whether the thing is there at all
 * @param steps what would be changed, in order; nothing where all is well
 * @param tags the thing's tags, as far as its own answer tells them
 * @param owner what tells which stack it belongs to
 * @param atSource what has to be changed in a template that is the cause, for people
 */
public record Inspection(
        boolean there, List<Step> steps, SortedMap<String, String> tags, Owner owner, String atSource) {

    /** Copies the collections and checks that nothing is missing. */
    public Inspection {
        steps = List.copyOf(steps);
        tags = new TreeMap<>(tags);
        requireNonNull(owner, "owner is null");
        requireNonNull(atSource, "atSource is null");
    }

    /** What tells which stack a thing belongs to. */
    public sealed interface Owner {

        /** Its tags do. */
        record Tagged() implements Owner {}

        /**
         * CloudFormation does.
         *
         * @param physicalId the thing's id there
         */
        record Asked(String physicalId) implements Owner {
            /** Checks that nothing is missing. */
            public Asked {
                requireNonNull(physicalId, "physicalId is null");
            }
        }

        /** Nothing: it belongs to the account, and no stack can own it. */
        record Account() implements Owner {}
    }

    /** Returns what is seen of a thing that is gone. */
    static Inspection gone() {
        return new Inspection(false, List.of(), new TreeMap<>(), new Owner.Account(), "");
    }

    /** Returns what is seen of a thing whose tags tell its stack. */
    static Inspection tagged(List<Step> steps, Map<String, String> tags, String atSource) {
        return new Inspection(true, steps, new TreeMap<>(tags), new Owner.Tagged(), atSource);
    }

    /** Returns what is seen of a thing whose stack CloudFormation knows. */
    static Inspection asked(List<Step> steps, String physicalId, String atSource) {
        return new Inspection(true, steps, new TreeMap<>(), new Owner.Asked(physicalId), atSource);
    }

    /** Returns what is seen of something that belongs to the account. */
    static Inspection ofAccount(List<Step> steps, String atSource) {
        return new Inspection(true, steps, new TreeMap<>(), new Owner.Account(), atSource);
    }

    /** Whether nothing is left to do. */
    public boolean well() {
        return steps.isEmpty();
    }

    /** Whether a service may notice. */
    public boolean interrupts() {
        return steps.stream().anyMatch(Step::interrupts);
    }
}
