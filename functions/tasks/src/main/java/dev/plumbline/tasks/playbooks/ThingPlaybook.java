package dev.plumbline.tasks.playbooks;

import dev.plumbline.accounts.calls.Answer;
import java.util.Optional;

/** A playbook about one thing of an account, which may be gone by the time that it is looked at. */
interface ThingPlaybook extends Playbook {

    /** Looks for the thing; nothing where it is gone. */
    Optional<Answer> find(Subject subject, Hands hands);

    /**
     * Says what would put the thing right, looking further where that takes it.
     *
     * @param found the thing as its service describes it
     */
    Inspection inspect(Answer found, Subject subject, Hands hands);

    @Override
    default Inspection inspect(Subject subject, Hands hands) {
        return find(subject, hands).map(found -> inspect(found, subject, hands)).orElseGet(Inspection::gone);
    }
}
