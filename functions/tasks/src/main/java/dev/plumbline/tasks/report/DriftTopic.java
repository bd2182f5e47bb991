package dev.plumbline.tasks.report;

import static java.util.Objects.requireNonNull;

/**
 * Where drift is told.
 *
 * @param arn ARN of the topic
 */
public record DriftTopic(String arn) {

    /** Checks that there is an ARN. */
    public DriftTopic {
        requireNonNull(arn, "arn is null");
    }
}
