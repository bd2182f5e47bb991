package dev.plumbline.tasks.playbooks;

import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.tasks.findings.Finding;
import java.util.Optional;
import java.util.Set;

/** What is done about one kind of finding. Each has a page in {@code docs/playbooks}. */
public interface Playbook {

    /** Returns its name, in lower case with dashes. */
    String name();

    /** Returns everything that it asks of an account, to look, to change and to take back. */
    Set<Operation> operations();

    /**
     * Returns what it would work on, or nothing where the finding does not tell what it needs. Findings with the same
     * answer are one case: what one of them asks for, the others do as well.
     */
    Optional<String> resource(Finding finding);

    /** Looks, changing nothing, and says what would put things right. */
    Inspection inspect(Subject subject, Hands hands);
}
