package dev.plumbline.tasks.verify;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.util.List;

/**
 * The verdict.
 *
 * @param healthy whether every check holds
 * @param reason what does not hold, for people; empty where all is well
 * @param checks what each check found
 */
public record VerifyAnswer(boolean healthy, String reason, List<Finding> checks) {

    /** Checks that nothing is missing and copies the findings. */
    public VerifyAnswer {
        requireNonNull(reason, "reason is null");
        checks = List.copyOf(checks);
    }

    static VerifyAnswer of(List<Finding> findings) {
        String reason = findings.stream()
                .filter(finding -> !finding.ok())
                .map(Finding::told)
                .collect(joining("; "));
        return new VerifyAnswer(reason.isEmpty(), reason, findings);
    }
}
