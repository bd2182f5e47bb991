package dev.plumbline.tasks.approve;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Question;
import dev.plumbline.accounts.workflows.Workflows;
import dev.plumbline.tasks.binding.Binder;
import jakarta.inject.Inject;

/** Voids what nobody needs to answer any more: the branch has another head, or what was asked about is gone. */
public final class Overtaken {

    private final Ledger ledger;
    private final Lapse lapse;
    private final Answering answering;

    /** Creates it. */
    @Inject
    public Overtaken(Ledger ledger, Workflows workflows, Binder binder, Lapse lapse) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.lapse = requireNonNull(lapse, "lapse is null");
        this.answering = new Answering(ledger.questions(), workflows, binder);
    }

    /** Looks at every open question of a branch; those that were answered are delivered again. */
    public void sweep(String ref) {
        for (Question question : ledger.questions().open()) {
            if (!question.ref().equals(ref)) {
                continue;
            }
            if (question.answer().isPresent()) {
                answering.deliver(question);
            } else {
                lapse.of(question).ifPresent(answer -> answering.answer(question, answer));
            }
        }
    }
}
