package dev.plumbline.webhook.payload;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** What an authentic delivery says. */
public sealed interface Message {

    /** The sender asks whether anybody is at home. */
    record Ping() implements Message {}

    /**
     * References of a repository moved.
     *
     * @param repository the repository's exact id with its provider, {@code github:12345}
     * @param movements what moved, at least nothing
     */
    record Push(String repository, List<Movement> movements) implements Message {

        /** Checks the repository and copies the list. */
        public Push {
            requireNonNull(repository, "repository is null");
            movements = List.copyOf(movements);
        }
    }

    /**
     * A workflow ended.
     *
     * @param project exact id of its project
     * @param workflow its name
     * @param succeeded whether it is green
     * @param ref the full name of the branch that it ran for, or empty for none
     * @param commit the commit that it ran for
     */
    record WorkflowCompleted(String project, String workflow, boolean succeeded, String ref, String commit)
            implements Message {

        /** Checks that nothing is missing. */
        public WorkflowCompleted {
            requireNonNull(project, "project is null");
            requireNonNull(workflow, "workflow is null");
            requireNonNull(ref, "ref is null");
            requireNonNull(commit, "commit is null");
        }
    }

    /** Something that the door has no use for. */
    record Other() implements Message {}
}
