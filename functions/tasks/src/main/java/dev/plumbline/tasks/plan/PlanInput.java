package dev.plumbline.tasks.plan;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What reconcile asks of the function plumbline-plan. */
public sealed interface PlanInput {

    /**
     * Plan a run.
     *
     * @param run id of the run, the name of its execution
     * @param execution ARN of the execution
     * @param startedAt when the execution was started, ISO 8601
     * @param input what the execution was started with
     */
    record Plan(String run, String execution, String startedAt, Wish input) implements PlanInput {
        /** Checks that nothing is missing. */
        public Plan {
            requireNonNull(run, "run is null");
            requireNonNull(execution, "execution is null");
            requireNonNull(startedAt, "startedAt is null");
            requireNonNull(input, "input is null");
        }

        /** Returns when the execution was started. */
        Instant begunAt() {
            return Instant.parse(startedAt);
        }

        /** Returns the ARN of the execution of another run of the same machine. */
        String executionOf(String otherRun) {
            return execution.substring(0, execution.lastIndexOf(':') + 1) + otherRun;
        }
    }

    /**
     * What an execution is started with. What it says of commits is a hint: Git is asked.
     *
     * @param trigger what set it off: {@code push}, {@code circleci} or {@code person}
     * @param repository exact id of the repository
     * @param ref the branch
     * @param before the commit before, as the hint says, or null
     * @param after the commit afterwards, as the hint says, or null
     * @param reason why a person started it, or null
     */
    record Wish(
            String trigger,
            String repository,
            String ref,
            @Nullable String before,
            @Nullable String after,
            @Nullable String reason) {
        /** Checks that nothing is missing. */
        public Wish {
            requireNonNull(trigger, "trigger is null");
            requireNonNull(repository, "repository is null");
            requireNonNull(ref, "ref is null");
        }

        /** The one commit that may be deployed where a green workflow vouches for it, and for no other. */
        Optional<String> vouchedFor() {
            if (!trigger.equals("circleci")) {
                return Optional.empty();
            }
            return Optional.of(requireNonNull(after, "a workflow without a commit"));
        }

        /** Whether a person wants it, who is served even where nothing has moved. */
        boolean byPerson() {
            return trigger.equals("person");
        }
    }
}
