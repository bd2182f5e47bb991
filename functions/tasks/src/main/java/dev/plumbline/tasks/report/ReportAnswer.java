package dev.plumbline.tasks.report;

import static java.util.Objects.requireNonNull;

/**
 * How a wave or a run went.
 *
 * @param outcome of a wave {@code verified}, {@code failed} or {@code overtaken}; of a run the label of its outcome
 * @param reason why, for people; often empty
 */
public record ReportAnswer(String outcome, String reason) {

    /** Checks that nothing is missing. */
    public ReportAnswer {
        requireNonNull(outcome, "outcome is null");
        requireNonNull(reason, "reason is null");
    }
}
