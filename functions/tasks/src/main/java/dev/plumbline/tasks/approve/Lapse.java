package dev.plumbline.tasks.approve;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Answer;
import dev.plumbline.accounts.ledger.Head;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Question;
import dev.plumbline.accounts.ledger.Run;
import jakarta.inject.Inject;
import java.time.Instant;
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
    Optional<Answer> of(Question question) {
        Instant now = clock.instant();
        if (!now.isBefore(question.expiresAt())) {
            return Optional.of(
                    new Answer(Answer.Kind.EXPIRED, "", "nobody answered until " + question.expiresAt(), now));
        }
        Head head = ledger.heads().read(question.ref());
        if (!head.commit().equals(question.commit())) {
            return Optional.of(new Answer(
                    Answer.Kind.VOIDED, "", "commit " + head.commit() + " is the head of the branch now", now));
        }
        return ledger.runs()
                .find(question.run())
                .flatMap(Run::endedAt)
                .map(ended -> new Answer(Answer.Kind.VOIDED, "", "its run has ended", now));
    }
}
