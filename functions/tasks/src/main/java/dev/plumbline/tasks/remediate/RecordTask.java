package dev.plumbline.tasks.remediate;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.CaseStatus;
import dev.plumbline.accounts.ledger.FindingCase;
import dev.plumbline.accounts.ledger.FindingCase.Facts;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.tasks.assignment.MachineFailure;
import jakarta.inject.Inject;
import java.time.InstantSource;

/** Writes how a case ended. */
final class RecordTask {

    private final Work work;
    private final Ledger ledger;
    private final InstantSource clock;

    @Inject
    RecordTask(Work work, Ledger ledger, InstantSource clock) {
        this.work = requireNonNull(work, "work is null");
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    RemediateAnswer record(RemediateInput.RecordCase input) {
        FindingCase of = work.of(input.caseId());
        CaseStatus status = CaseStatus.of(input.outcome());
        return ended(of, status, MachineFailure.reason(input.failureOrNull(), input.reason()));
    }

    /** Writes how a case ended of which an earlier stage of the same call knows all that is to be written. */
    RemediateAnswer ended(FindingCase of, CaseStatus status, String reason) {
        remember(of, status);
        ledger.cases().note(of.ended(status, reason, clock.instant()));
        return RemediateAnswer.of(of.id(), status.label(), reason);
    }

    private void remember(FindingCase of, CaseStatus status) {
        String account = of.target().account();
        if (status == CaseStatus.FAILED && !of.playbook().isEmpty()) {
            ledger.habits().fails(of.playbook(), account, of.id(), clock.instant());
        } else if (status == CaseStatus.FIXED && !of.text(Facts.APPROVED).isEmpty()) {
            ledger.habits().forgive(of.playbook(), account);
        }
    }
}
