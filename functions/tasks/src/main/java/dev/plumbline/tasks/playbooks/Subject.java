package dev.plumbline.tasks.playbooks;

import static java.util.Objects.requireNonNull;

import dev.plumbline.tasks.findings.Fact;
import dev.plumbline.tasks.findings.Finding;
import java.time.Instant;

/**
 * What a playbook works on.
 *
 * @param caseId id of the case
 * @param openedAt when the case was opened; what a playbook counts from, so that a repeat counts the same
 * @param finding the finding
 */
public record Subject(String caseId, Instant openedAt, Finding finding) {

    /** Checks that nothing is missing. */
    public Subject {
        requireNonNull(caseId, "caseId is null");
        requireNonNull(openedAt, "openedAt is null");
        requireNonNull(finding, "finding is null");
    }

    /** Returns a fact, empty where the finding does not tell it. */
    String fact(Fact fact) {
        return finding.fact(fact).orElse("");
    }
}
