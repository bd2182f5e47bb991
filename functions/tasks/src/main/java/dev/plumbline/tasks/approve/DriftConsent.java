package dev.plumbline.tasks.approve;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.DriftState;

/** What people have said of drift that asks. */
public sealed interface DriftConsent {

    /** Exactly this may be put back. */
    record Given() implements DriftConsent {}

    /**
     * This run has asked, and may not put it back.
     *
     * @param reason who said so and why, for people
     */
    record Refused(String reason) implements DriftConsent {
        /** Checks that there is a reason. */
        public Refused {
            requireNonNull(reason, "reason is null");
        }
    }

    /**
     * This run has to ask, or has not been answered yet.
     *
     * @param question what is asked
     */
    record Needed(Asked question) implements DriftConsent {
        /** Checks that there is a question. */
        public Needed {
            requireNonNull(question, "question is null");
        }
    }

    /**
     * Another run has asked about the same drift: this one leaves it as it is, and asks nobody again.
     *
     * @param state what has become of the drift by that
     * @param reason who asked, and what came of it, for people
     */
    record Elsewhere(DriftState state, String reason) implements DriftConsent {
        /** Checks that nothing is missing. */
        public Elsewhere {
            requireNonNull(state, "state is null");
            requireNonNull(reason, "reason is null");
        }
    }
}
