package dev.plumbline.tasks.approve;

import static java.util.Objects.requireNonNull;

/** What the tasks of approvals answer. */
public sealed interface ApproveAnswer {

    /**
     * It was asked, or somebody waits.
     *
     * @param state how the question stands: {@code open}, or the label of its answer
     */
    record Noted(String state) implements ApproveAnswer {
        /** Checks that nothing is missing. */
        public Noted {
            requireNonNull(state, "state is null");
        }
    }

    /**
     * With what the waiting state is woken.
     *
     * @param answer label of the answer
     * @param outcome label of the stack's outcome where the answer is not that it may happen
     * @param reason why then
     */
    record Answered(String answer, String outcome, String reason) implements ApproveAnswer {
        /** Checks that nothing is missing. */
        public Answered {
            requireNonNull(answer, "answer is null");
            requireNonNull(outcome, "outcome is null");
            requireNonNull(reason, "reason is null");
        }
    }

    /**
     * What came of a person's word.
     *
     * @param accepted whether the question stands as they wanted it
     * @param answer label of the answer as it stands
     * @param who who gave it, as AWS knows them; empty where nobody did
     * @param why the reason
     * @param at when, ISO 8601
     */
    record Decided(boolean accepted, String answer, String who, String why, String at) implements ApproveAnswer {
        /** Checks that nothing is missing. */
        public Decided {
            requireNonNull(answer, "answer is null");
            requireNonNull(who, "who is null");
            requireNonNull(why, "why is null");
            requireNonNull(at, "at is null");
        }
    }
}
