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
     * Something happened to a pull request, which GitLab calls a merge request.
     *
     * @param repository exact id of the repository that it goes into, with its provider
     * @param number its number there
     * @param base the full name of the branch that it goes into
     * @param movement its own branch, the commit that it was based on, or zeros where that is not told, and its newest
     *     commit, of which Bitbucket tells only the beginning
     * @param fork whether its branch lies in another repository
     * @param draft whether its author says that it is not ready
     * @param planned whether what happened asks for a plan: it was opened, opened again, pushed to, called ready, or
     *     led to another branch
     */
    record PullRequest(
            String repository,
            String number,
            String base,
            Movement movement,
            boolean fork,
            boolean draft,
            boolean planned)
            implements Message {

        /** Checks that nothing is missing. */
        public PullRequest {
            requireNonNull(repository, "repository is null");
            requireNonNull(number, "number is null");
            requireNonNull(base, "base is null");
            requireNonNull(movement, "movement is null");
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
