package dev.plumbline.tasks.remediate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.calls.Calls;
import dev.plumbline.accounts.ledger.FindingCase;
import dev.plumbline.accounts.ledger.FindingCase.Facts;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.session.Role;
import dev.plumbline.accounts.session.Sessions;
import dev.plumbline.estate.Digests;
import dev.plumbline.failure.Stalled;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.findings.Finding;
import dev.plumbline.tasks.playbooks.Hands;
import dev.plumbline.tasks.playbooks.Inspection;
import dev.plumbline.tasks.playbooks.Playbook;
import dev.plumbline.tasks.playbooks.Playbooks;
import dev.plumbline.tasks.playbooks.Reach;
import dev.plumbline.tasks.playbooks.Step;
import dev.plumbline.tasks.playbooks.Subject;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** What the steps of the workflow share: the case, its playbook, and the account that it is about. */
final class Work {

    private final Ledger ledger;
    private final Sessions sessions;
    private final Playbooks playbooks;
    private final Binder binder;

    @Inject
    Work(Ledger ledger, Sessions sessions, Playbooks playbooks, Binder binder) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.sessions = requireNonNull(sessions, "sessions is null");
        this.playbooks = requireNonNull(playbooks, "playbooks is null");
        this.binder = requireNonNull(binder, "binder is null");
    }

    /** Returns a case that has to be there. */
    FindingCase of(String caseId) {
        return ledger.cases()
                .find(caseId)
                .orElseThrow(() -> new Stalled("The ledger has lost the case " + caseId + "."));
    }

    Optional<Playbook> playbook(FindingCase of) {
        return playbooks.named(of.playbook());
    }

    Playbook requiredPlaybook(FindingCase of) {
        return playbook(of)
                .orElseThrow(() -> new Stalled("There is no playbook '" + of.playbook()
                        + "' here. Deploy template.yaml and the functions of the same version of Plumbline."));
    }

    /** Returns the account of a case, under the role for this job, as far as the case's playbook reaches. */
    Calls account(FindingCase of) {
        String reach = Reach.of(requiredPlaybook(of));
        return Calls.in(sessions.assume(of.target(), Role.REMEDIATE, reach, "finding-" + of.id()));
    }

    /** Returns what the playbook of a case sees now. */
    Inspection inspect(FindingCase of) {
        Playbook playbook = requiredPlaybook(of);
        Finding finding = binder.read(binder.parse(of.finding()), Finding.class);
        return playbook.inspect(new Subject(of.id(), of.openedAt(), finding), new Hands(account(of), playbook));
    }

    /** Returns the steps as they are kept. */
    String written(List<Step> steps) {
        return binder.text(new Steps(steps));
    }

    /** Returns the steps of a case, as they were shown. */
    List<Step> steps(FindingCase of) {
        String kept = of.text(Facts.STEPS);
        return kept.isEmpty() ? List.of() : read(kept);
    }

    /** Returns steps as they were written. */
    List<Step> read(String written) {
        return binder.read(binder.parse(written), Steps.class).steps();
    }

    /** Returns what makes two lists of steps the same. */
    static String digest(String written) {
        return Digests.sha256(written.getBytes(UTF_8));
    }

    /** A list of steps as a document. */
    private record Steps(List<Step> steps) {}
}
