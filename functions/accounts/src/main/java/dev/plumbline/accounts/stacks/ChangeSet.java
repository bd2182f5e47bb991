package dev.plumbline.accounts.stacks;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** What has become of a change set. */
public sealed interface ChangeSet {

    /** CloudFormation is still working it out: ask again. */
    record Pending() implements ChangeSet {}

    /**
     * It can be executed.
     *
     * @param id its ARN
     * @param changes what it would change
     */
    record Ready(String id, List<Change> changes) implements ChangeSet {
        /** Copies the list and checks that nothing is missing. */
        public Ready {
            requireNonNull(id, "id is null");
            changes = List.copyOf(changes);
        }
    }

    /** It would change nothing. */
    record Empty() implements ChangeSet {}

    /**
     * CloudFormation could not make it.
     *
     * @param reason why, in CloudFormation's words
     */
    record Failed(String reason) implements ChangeSet {
        /** Checks that nothing is missing. */
        public Failed {
            requireNonNull(reason, "reason is null");
        }
    }

    /**
     * Its execution was begun.
     *
     * @param id its ARN
     * @param finished whether the execution has ended, well or not
     */
    record Executed(String id, boolean finished) implements ChangeSet {
        /** Checks that nothing is missing. */
        public Executed {
            requireNonNull(id, "id is null");
        }
    }

    /** The stack was changed since; it can no longer be executed. */
    record Obsolete() implements ChangeSet {}

    /** There is none of that name. */
    record Missing() implements ChangeSet {}
}
