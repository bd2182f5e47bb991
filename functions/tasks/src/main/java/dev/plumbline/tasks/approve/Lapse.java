package dev.plumbline.tasks.approve;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.callers.Signer;
import dev.plumbline.accounts.ledger.Answer;
import dev.plumbline.accounts.ledger.DriftRecord;
import dev.plumbline.accounts.ledger.Head;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Question;
import dev.plumbline.accounts.ledger.Run;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.Optional;

/** Tells when a question can no longer be answered by anybody. */
public final class Lapse {

    private final Ledger ledger;
    private final InstantSource clock;

    /** Creates it. */
    @Inject
    public Lapse(Ledger ledger, InstantSource clock) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Returns what has come of a question without a person, or nothing while it may be answered. */
    public Optional<Answer> of(Question question) {
        return expired(question)
                .or(() -> overtaken(question))
                .or(() -> settled(question))
                .or(() -> abandoned(question));
    }

    private Optional<Answer> expired(Question question) {
        return clock.instant().isBefore(question.expiresAt())
                ? Optional.empty()
                : Optional.of(answer(Answer.Kind.EXPIRED, "nobody answered until " + question.expiresAt()));
    }

    /** An approval is bound to a commit: the head of the branch, or the one that stands in the target. */
    private Optional<Answer> overtaken(Question question) {
        Head head = ledger.heads().read(question.ref());
        String commit = question.standing()
                ? head.standing(ledger.targets().read(question.stack().target()))
                : head.commit();
        if (commit.equals(question.commit())) {
            return Optional.empty();
        }
        return Optional.of(answer(
                Answer.Kind.VOIDED,
                question.standing()
                        ? "commit " + commit + " was deployed there meanwhile"
                        : "commit " + commit + " is the head of the branch now"));
    }

    /** Drift may go without anybody's word, or be put back by a person who does not wait for the answer. */
    private Optional<Answer> settled(Question question) {
        if (question.drift().isEmpty()) {
            return Optional.empty();
        }
        Optional<DriftRecord> drift = ledger.drifts()
                .find(question.stack().target(), question.stack().stack(), question.drift())
                .filter(found -> found.state().open());
        return drift.isPresent()
                ? Optional.empty()
                : Optional.of(answer(Answer.Kind.SETTLED, "the drift is there no more, or was put back meanwhile"));
    }

    private Optional<Answer> abandoned(Question question) {
        return ledger.runs()
                .find(question.run())
                .flatMap(Run::endedAt)
                .map(ended -> answer(Answer.Kind.VOIDED, "its run has ended"));
    }

    private Answer answer(Answer.Kind kind, String why) {
        return new Answer(kind, Signer.NOBODY, why, clock.instant());
    }
}
