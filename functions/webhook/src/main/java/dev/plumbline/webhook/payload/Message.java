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
     * @param moved what moved, at least nothing
     */
    record Push(String repository, List<Moved> moved) implements Message {

        /** Checks the repository and copies the list. */
        public Push {
            requireNonNull(repository, "repository is null");
            moved = List.copyOf(moved);
        }
    }

    /**
     * A reference that moved.
     *
     * @param ref its full name
     * @param movement from where to where
     */
    record Moved(String ref, Detail<Movement> movement) {

        /** Checks that nothing is missing. */
        public Moved {
            requireNonNull(ref, "ref is null");
            requireNonNull(movement, "movement is null");
        }
    }

    /**
     * Something happened to a pull request, which GitLab calls a merge request.
     *
     * @param repository exact id of the repository that it goes into, with its provider
     * @param base the full name of the branch that it goes into
     * @param fork whether its branch lies in another repository
     * @param draft whether its author says that it is not ready
     * @param planned whether what happened asks for a plan: it was opened, opened again, pushed to, called ready, or
     *     led to another branch
     * @param empty whether it has no commit, because its branch is empty or gone
     * @param proposal what it wants merged
     */
    record PullRequest(
            String repository,
            String base,
            boolean fork,
            boolean draft,
            boolean planned,
            boolean empty,
            Detail<Proposal> proposal)
            implements Message {

        /** Checks that nothing is missing. */
        public PullRequest {
            requireNonNull(repository, "repository is null");
            requireNonNull(base, "base is null");
            requireNonNull(proposal, "proposal is null");
        }
    }

    /**
     * What a pull request wants merged.
     *
     * @param number its number
     * @param movement its own branch, the commit that it was based on, or zeros if that is not told, and its newest
     *     commit, of which Bitbucket tells only the beginning
     */
    record Proposal(String number, Movement movement) {

        /** Checks that nothing is missing. */
        public Proposal {
            requireNonNull(number, "number is null");
            requireNonNull(movement, "movement is null");
        }
    }

    /**
     * A workflow ended.
     *
     * @param project exact id of its project, or empty for none
     * @param workflow its name, or empty for none
     * @param succeeded whether it is green
     * @param ref the full name of the branch that it ran for, or empty for none
     * @param commit the commit that it ran for
     */
    record WorkflowCompleted(String project, String workflow, boolean succeeded, String ref, Detail<String> commit)
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
