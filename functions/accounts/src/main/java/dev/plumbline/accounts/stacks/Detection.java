package dev.plumbline.accounts.stacks;

import static java.util.Objects.requireNonNull;

/** What has become of a drift detection. */
public sealed interface Detection {

    /** CloudFormation is still looking: ask again. */
    record Pending() implements Detection {}

    /** Every resource that CloudFormation can look at is as the template says. */
    record InSync() implements Detection {}

    /** Some are not. */
    record Drifted() implements Detection {}

    /**
     * CloudFormation could not look.
     *
     * @param reason why, in CloudFormation's words
     */
    record Failed(String reason) implements Detection {
        /** Checks that nothing is missing. */
        public Failed {
            requireNonNull(reason, "reason is null");
        }
    }
}
