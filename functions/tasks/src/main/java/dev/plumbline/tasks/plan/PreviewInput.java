package dev.plumbline.tasks.plan;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.accounts.ledger.Head;
import dev.plumbline.tasks.assignment.TargetToPreview;
import org.jspecify.annotations.Nullable;

/** What the machine plan asks of the function plumbline-preview. */
public sealed interface PreviewInput {

    /**
     * Find out what a commit would change, without changing anything.
     *
     * @param run id of the plan, the name of its execution
     * @param execution ARN of the execution
     * @param startedAt when the execution was started, ISO 8601
     * @param attempt how often this was tried before
     * @param input what the execution was started with
     */
    record Preview(String run, String execution, String startedAt, int attempt, PreviewWish input)
            implements PreviewInput {
        /** Checks that nothing is missing. */
        public Preview {
            requireNonNull(run, "run is null");
            requireNonNull(execution, "execution is null");
            requireNonNull(startedAt, "startedAt is null");
            requireNonNull(input, "input is null");
        }

        /** Returns the wish for the pull request's head as that for a run of a branch is made. */
        PlanInput.Plan claim() {
            return new PlanInput.Plan(
                    run,
                    execution,
                    startedAt,
                    attempt,
                    new PlanInput.Wish(
                            input.trigger(),
                            input.repository(),
                            input.ledgerRef(),
                            null,
                            null,
                            null,
                            null,
                            null,
                            null));
        }
    }

    /**
     * Find out what would change in one target.
     *
     * @param target which one, and what is to be known of it
     * @param attempt how often this was tried before
     */
    record PreviewTarget(TargetToPreview target, int attempt) implements PreviewInput {
        /** Checks that there is a target. */
        public PreviewTarget {
            requireNonNull(target, "target is null");
        }
    }

    /**
     * Leave a target whose changes could not be found out, and nothing behind in it.
     *
     * @param target which one
     * @param failure what a state of the machine caught
     */
    record AbandonTarget(TargetToPreview target, JsonNode failure) implements PreviewInput {
        /** Checks that nothing is missing. */
        public AbandonTarget {
            requireNonNull(target, "target is null");
            requireNonNull(failure, "failure is null");
        }
    }

    /**
     * What the execution of a plan is started with.
     *
     * @param trigger {@code pull-request}, {@code commit} where a person wants a commit planned, {@code files} where
     *     they want files planned that lie in the bucket
     * @param repository exact id of the repository
     * @param base the branch that is deployed
     * @param pullRequest number of the pull request, or null
     * @param ref the pull request's own branch, in the same repository, or null
     * @param before the commit that it was based on, as the hint says, or null
     * @param after its newest commit, as the hint says, or null
     * @param commit the commit that a person wants planned, or null for the branch's head
     * @param delivery id of the delivery that started it, or null; two deliveries of the same movement differ by it
     */
    record PreviewWish(
            String trigger,
            String repository,
            String base,
            @Nullable String pullRequest,
            @Nullable String ref,
            @Nullable String before,
            @Nullable String after,
            @Nullable String commit,
            @Nullable String delivery) {
        /** What sets off the plan of a commit that nobody has merged. */
        static final String PULL_REQUEST = "pull-request";

        /** Checks that nothing is missing. */
        public PreviewWish {
            requireNonNull(trigger, "trigger is null");
            requireNonNull(repository, "repository is null");
            requireNonNull(base, "base is null");
        }

        /** Whether nobody stands for the commit yet: it is neither merged, nor planned by a person who may. */
        boolean ofPullRequest() {
            return trigger.equals(PULL_REQUEST);
        }

        /** Returns what the ledger calls the pull request; empty where there is none. */
        String ledgerRef() {
            return pullRequest == null ? "" : Head.ofPullRequest(pullRequest);
        }
    }
}
