package dev.plumbline.tasks.approve;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Answer;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Question;
import dev.plumbline.accounts.ledger.Questions;
import dev.plumbline.accounts.workflows.Workflows;
import dev.plumbline.tasks.binding.Binder;

/**
 * Gives a question its answer and wakes whoever waits for it. Repeated, the first answer stands and is delivered again:
 * whoever was killed in between is made up for. A question is listed as open until its answer was delivered.
 */
final class Answering {

    private final Questions questions;
    private final Workflows workflows;
    private final Binder binder;

    Answering(Questions questions, Workflows workflows, Binder binder) {
        this.questions = requireNonNull(questions, "questions is null");
        this.workflows = requireNonNull(workflows, "workflows is null");
        this.binder = requireNonNull(binder, "binder is null");
    }

    /** Returns the question as it stands then: with this answer, or with one that was given before. */
    Question answer(Question asked, Answer wanted) {
        Question answered = questions.answer(asked, wanted);
        deliver(answered);
        return answered;
    }

    /** Wakes whoever waits for an answer that was given. */
    void deliver(Question answered) {
        Answer answer = answered.answer().orElseThrow();
        answered.taskToken().ifPresent(token -> workflows.succeed(token, binder.text(told(answer))));
        questions.close(answered);
    }

    private static ApproveAnswer.Answered told(Answer answer) {
        Outcome otherwise = switch (answer.kind()) {
            case VOIDED -> Outcome.OVERTAKEN;
            case SETTLED -> Outcome.UNCHANGED;
            case APPROVED, REJECTED, EXPIRED -> Outcome.STALLED;
        };
        String what = answer.kind() == Answer.Kind.SETTLED ? answer.why() : "the approval was " + answer;
        return new ApproveAnswer.Answered(answer.kind().label(), otherwise.label(), "Nothing was changed: " + what);
    }
}
