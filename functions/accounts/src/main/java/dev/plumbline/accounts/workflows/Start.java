package dev.plumbline.accounts.workflows;

import static java.util.Objects.requireNonNull;

/** What came of the wish to start an execution. */
public sealed interface Start {

    /** Returns the ARN of the execution of that name, whoever started it. */
    String executionArn();

    /**
     * It runs. A repeated request with the same input is answered like the first while it runs.
     *
     * @param executionArn its ARN
     */
    record Started(String executionArn) implements Start {
        /** Checks that nothing is missing. */
        public Started {
            requireNonNull(executionArn, "executionArn is null");
        }
    }

    /**
     * The name was used within the last 90 days; that execution may have ended.
     *
     * @param executionArn its ARN
     */
    record AlreadyExists(String executionArn) implements Start {
        /** Checks that nothing is missing. */
        public AlreadyExists {
            requireNonNull(executionArn, "executionArn is null");
        }
    }
}
