package dev.plumbline.tasks.report;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.tasks.approve.Asked;
import dev.plumbline.tasks.assignment.Assignment;
import dev.plumbline.tasks.assignment.MachineFailure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the state machines ask of the function plumbline-report. */
public sealed interface ReportInput {

    /**
     * Say beside the commit that its run is on its way.
     *
     * @param run id of the run
     * @param execution ARN of the execution
     */
    record Announce(String run, String execution) implements ReportInput {
        /** Checks that nothing is missing. */
        public Announce {
            requireNonNull(run, "run is null");
            requireNonNull(execution, "execution is null");
        }
    }

    /**
     * Ask a person whether a change may be made.
     *
     * @param target what the asking execution is to do
     * @param stack the stack's name
     * @param question what is asked
     */
    record Ask(Assignment target, String stack, Asked question) implements ReportInput {
        /** Checks that nothing is missing. */
        public Ask {
            requireNonNull(target, "target is null");
            requireNonNull(stack, "stack is null");
            requireNonNull(question, "question is null");
        }
    }

    /**
     * Wake the waiting state when the question has its answer.
     *
     * @param target what the asking execution is to do
     * @param stack the stack's name
     * @param digest digest of the changes
     * @param token token of the waiting state
     */
    record Approve(Assignment target, String stack, String digest, String token) implements ReportInput {
        /** Checks that nothing is missing. */
        public Approve {
            requireNonNull(target, "target is null");
            requireNonNull(stack, "stack is null");
            requireNonNull(digest, "digest is null");
            requireNonNull(token, "token is null");
        }

        /** Never shows the token, which is as good as a key to the execution. */
        @Override
        public String toString() {
            return "Approve[stack=%s, digest=%s]".formatted(target.stack(stack), digest);
        }
    }

    /**
     * Say how a wave went.
     *
     * @param run id of the run
     * @param key where the wave's targets are listed
     */
    record CloseWave(String run, String key) implements ReportInput {
        /** Checks that nothing is missing. */
        public CloseWave {
            requireNonNull(run, "run is null");
            requireNonNull(key, "key is null");
        }
    }

    /**
     * End a run, and tell people.
     *
     * @param run id of the run
     * @param execution ARN of the execution
     * @param startedAt when the execution was started, ISO 8601
     * @param input what the execution was started with
     * @param outcome what the machine makes of it: {@code verified}, or the label of an outcome
     * @param reason why, for people; often empty
     * @param failureOrNull what a state of the machine caught, or null
     * @param scheduled digest of the schedules that were set, empty where none were
     * @param unscheduledOrNull what kept them from being set, or null
     */
    record Report(
            String run,
            String execution,
            String startedAt,
            JsonNode input,
            String outcome,
            String reason,
            @Nullable JsonNode failureOrNull,
            String scheduled,
            @Nullable JsonNode unscheduledOrNull)
            implements ReportInput {
        /** Checks that nothing is missing. */
        public Report {
            requireNonNull(run, "run is null");
            requireNonNull(execution, "execution is null");
            var _ = Instant.parse(startedAt);
            requireNonNull(input, "input is null");
            requireNonNull(outcome, "outcome is null");
            requireNonNull(reason, "reason is null");
            requireNonNull(scheduled, "scheduled is null");
        }

        /** Returns why the run ended as it did, for people; often empty. */
        String told() {
            String why = MachineFailure.reason(failureOrNull, reason);
            return unscheduledOrNull == null
                    ? why
                    : (why + " The schedules could not be set: "
                                    + MachineFailure.read(unscheduledOrNull).message())
                            .strip();
        }

        /** Returns when the execution was started. */
        Instant begunAt() {
            return Instant.parse(startedAt);
        }

        /** Returns what set it off. */
        String trigger() {
            return input.path("trigger").asText("person");
        }

        /** Whether each target was reconciled at the revision that was deployed there last. */
        boolean standing() {
            return input.path("scope").isObject();
        }

        /** Whether nobody wants to hear that there was nothing to do. */
        boolean quiet() {
            return standing() || trigger().equals("catch-up");
        }

        /** Returns the branch. */
        String ref() {
            return input.path("ref").asText("");
        }
    }

    /**
     * Say beside a pull request's commit that its plan is on its way.
     *
     * @param plan id of the plan
     * @param execution ARN of the execution
     */
    record AnnouncePlan(String plan, String execution) implements ReportInput {
        /** Checks that nothing is missing. */
        public AnnouncePlan {
            requireNonNull(plan, "plan is null");
            requireNonNull(execution, "execution is null");
        }
    }

    /**
     * End a plan: put together what is known of each target, and tell it.
     *
     * @param plan id of the plan
     * @param execution ARN of the execution
     * @param input what the execution was started with
     * @param key where the targets are listed that were looked at; empty where there were none
     * @param failureOrNull what a state of the machine caught, or null
     */
    record TellPlan(
            String plan,
            String execution,
            JsonNode input,
            String key,
            @Nullable JsonNode failureOrNull) implements ReportInput {
        /** Checks that nothing is missing. */
        public TellPlan {
            requireNonNull(plan, "plan is null");
            requireNonNull(execution, "execution is null");
            requireNonNull(input, "input is null");
            requireNonNull(key, "key is null");
        }
    }
}
