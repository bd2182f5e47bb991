package dev.plumbline.tasks.remediate;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** What remediate asks of the function plumbline-remediate. */
public sealed interface RemediateInput {

    /**
     * Take in what the execution was started with: an event of the bus, a case to take up or to take back, or what to
     * sweep.
     *
     * @param execution ARN of the execution
     * @param event what it was started with
     */
    record Receive(String execution, JsonNode event) implements RemediateInput {
        /** Checks that nothing is missing. */
        public Receive {
            requireNonNull(execution, "execution is null");
            requireNonNull(event, "event is null");
        }
    }

    /**
     * Find out whose the resource is and what would put it right.
     *
     * @param caseId id of the case
     */
    record Correlate(String caseId) implements RemediateInput {
        /** Checks that nothing is missing. */
        public Correlate {
            requireNonNull(caseId, "caseId is null");
        }
    }

    /**
     * Decide what is done.
     *
     * @param caseId id of the case
     */
    record Decide(String caseId) implements RemediateInput {
        /** Checks that nothing is missing. */
        public Decide {
            requireNonNull(caseId, "caseId is null");
        }
    }

    /**
     * Ask a person.
     *
     * @param caseId id of the case
     * @param token wakes the execution
     */
    record Approve(String caseId, String token) implements RemediateInput {
        /** Checks that nothing is missing. */
        public Approve {
            requireNonNull(caseId, "caseId is null");
            requireNonNull(token, "token is null");
        }

        /** Never shows the token, which is as good as a key to the execution. */
        @Override
        public String toString() {
            return "Approve[" + caseId + "]";
        }
    }

    /**
     * Carry out the steps.
     *
     * @param caseId id of the case
     */
    record Act(String caseId) implements RemediateInput {
        /** Checks that nothing is missing. */
        public Act {
            requireNonNull(caseId, "caseId is null");
        }
    }

    /**
     * Take the steps back.
     *
     * @param caseId id of the case
     */
    record Undo(String caseId) implements RemediateInput {
        /** Checks that nothing is missing. */
        public Undo {
            requireNonNull(caseId, "caseId is null");
        }
    }

    /**
     * Take back what was to last for a time only.
     *
     * @param caseId id of the case
     * @param execution ARN of the execution that did it
     */
    record Expire(String caseId, String execution) implements RemediateInput {
        /** Checks that nothing is missing. */
        public Expire {
            requireNonNull(caseId, "caseId is null");
            requireNonNull(execution, "execution is null");
        }
    }

    /**
     * Look whether all is well.
     *
     * @param caseId id of the case
     * @param attempt how often was looked before
     */
    record Verify(String caseId, int attempt) implements RemediateInput {
        /** Checks that nothing is missing. */
        public Verify {
            requireNonNull(caseId, "caseId is null");
        }
    }

    /**
     * Write the end.
     *
     * @param caseId id of the case
     * @param outcome how it ended: the label of a status
     * @param reason why, for people
     * @param failureOrNull what a state of the machine caught, or null
     */
    record RecordCase(
            String caseId,
            String outcome,
            String reason,
            @Nullable JsonNode failureOrNull) implements RemediateInput {
        /** Checks that nothing is missing. */
        public RecordCase {
            requireNonNull(caseId, "caseId is null");
            requireNonNull(outcome, "outcome is null");
            requireNonNull(reason, "reason is null");
        }
    }

    /**
     * Tell people.
     *
     * @param caseId id of the case
     */
    record Report(String caseId) implements RemediateInput {
        /** Checks that nothing is missing. */
        public Report {
            requireNonNull(caseId, "caseId is null");
        }
    }
}
