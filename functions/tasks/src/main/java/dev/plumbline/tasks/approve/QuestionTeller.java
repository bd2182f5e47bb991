package dev.plumbline.tasks.approve;

import dev.plumbline.accounts.ledger.Question;

/** Tells people what they are asked. Where, and in which words, depends on what it is about. */
public interface QuestionTeller {

    /** Tells it. Called twice, it tells twice. */
    void tell(Question question);
}
