package dev.plumbline.tasks.approve;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.callers.Signer;
import dev.plumbline.accounts.ledger.Answer;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Question;
import dev.plumbline.accounts.ledger.Questions;
import dev.plumbline.accounts.workflows.Workflows;
import dev.plumbline.estate.StackKey;
import dev.plumbline.failure.Stalled;
import dev.plumbline.tasks.assignment.Assignment;
import dev.plumbline.tasks.binding.Binder;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What a state machine does to ask: one task puts the question, another waits for the answer. Between the two others
 * may work; an answer that comes early is there when it is waited for.
 */
public final class AskTasks {

    private final Questions questions;
    private final Lapse lapse;
    private final Answering answering;
    private final QuestionTeller notices;
    private final InstantSource clock;

    /** Creates the tasks. */
    @Inject
    public AskTasks(
            Ledger ledger,
            Workflows workflows,
            Binder binder,
            Lapse lapse,
            QuestionTeller notices,
            InstantSource clock) {
        this.questions = requireNonNull(ledger, "ledger is null").questions();
        this.lapse = requireNonNull(lapse, "lapse is null");
        this.answering = new Answering(questions, workflows, binder);
        this.notices = requireNonNull(notices, "notices is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Asks. People are told before the question is written, so that a call that is killed in between tells twice rather
     * than never; a question that stands is not told again.
     */
    public ApproveAnswer.Noted ask(Assignment target, String stack, Asked asked) {
        StackKey key = target.stack(stack);
        Optional<Question> before = questions.find(target.run(), key, asked.digest());
        if (before.isEmpty()) {
            notices.tell(question(target, key, asked));
        }
        Question stands = questions.ask(before.orElseGet(() -> question(target, key, asked)));
        return new ApproveAnswer.Noted(
                stands.answer().map(answer -> answer.kind().label()).orElse("open"));
    }

    /**
     * Notes who waits for the answer, and wakes them where it is there, or where nobody can give it any more.
     *
     * @throws Stalled where this was never asked
     */
    public ApproveAnswer.Noted await(Assignment target, String stack, String digest, String token) {
        StackKey key = target.stack(stack);
        Question asked = questions
                .find(target.run(), key, digest)
                .orElseThrow(() -> new Stalled("The ledger has lost the question about stack " + key + ". Run again."));
        Question awaited = questions.await(asked, token);
        Optional<Answer> lapsed = awaited.answer().isPresent() ? awaited.answer() : lapse.of(awaited);
        lapsed.ifPresent(answer -> answering.answer(awaited, answer));
        return new ApproveAnswer.Noted(
                lapsed.map(answer -> answer.kind().label()).orElse("open"));
    }

    /** Voids what is still open of a run that ends. */
    public void end(String run) {
        Answer ended = new Answer(Answer.Kind.VOIDED, Signer.NOBODY, "its run has ended", clock.instant());
        questions.of(run).stream()
                .filter(question -> question.answer().isEmpty())
                .forEach(question -> answering.answer(question, ended));
    }

    private Question question(Assignment target, StackKey key, Asked asked) {
        Instant now = clock.instant();
        return new Question(
                target.run(),
                key,
                asked.digest(),
                target.environment(),
                target.ref(),
                target.commit(),
                asked.text(),
                asked.changes(),
                now,
                now.plusSeconds(asked.waitSeconds()),
                target.standing(),
                asked.drift(),
                null,
                null);
    }
}
