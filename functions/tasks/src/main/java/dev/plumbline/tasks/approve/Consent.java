package dev.plumbline.tasks.approve;

import static java.util.Objects.requireNonNull;

/** What people have said of a change that asks. */
public sealed interface Consent {

    /** Exactly this may happen. */
    record Given() implements Consent {}

    /**
     * It may not, and nobody is asked again by this run.
     *
     * @param reason who said so and why, for people
     */
    record Refused(String reason) implements Consent {
        /** Checks that there is a reason. */
        public Refused {
            requireNonNull(reason, "reason is null");
        }
    }

    /**
     * Somebody has to be asked, or has not answered yet.
     *
     * @param question what they are asked
     */
    record Needed(Asked question) implements Consent {
        /** Checks that there is a question. */
        public Needed {
            requireNonNull(question, "question is null");
        }
    }
}
