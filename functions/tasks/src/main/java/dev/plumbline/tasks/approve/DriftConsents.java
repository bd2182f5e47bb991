package dev.plumbline.tasks.approve;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Answer;
import dev.plumbline.accounts.ledger.DriftRecord;
import dev.plumbline.accounts.ledger.DriftState;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Question;
import dev.plumbline.accounts.ledger.Questions;
import dev.plumbline.accounts.ledger.Run;
import dev.plumbline.estate.StackKey;
import jakarta.inject.Inject;
import java.util.Optional;

/**
 * Tells whether drift that asks may be put back. A push asks once, but the same drift is found by one schedule after
 * the other: it is asked about once while the question is open, and not again after a no until it differs otherwise.
 * Which run has asked stands with the finding; the question itself lies with that run, and is what counts.
 */
public final class DriftConsents {

    private final Ledger ledger;
    private final Questions questions;
    private final Consents consents;
    private final Lapse lapse;

    /** Creates it. */
    @Inject
    public DriftConsents(Ledger ledger, Consents consents, Lapse lapse) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.questions = ledger.questions();
        this.consents = requireNonNull(consents, "consents is null");
        this.lapse = requireNonNull(lapse, "lapse is null");
    }

    /**
     * Returns what was said.
     *
     * @param run the run that has found it
     * @param wanted what is asked where it was not yet
     */
    public DriftConsent to(String run, StackKey stack, DriftRecord found, Asked wanted) {
        return switch (consents.to(run, stack, wanted)) {
            case Consent.Given _ -> new DriftConsent.Given();
            case Consent.Refused(String reason) -> new DriftConsent.Refused(reason);
            case Consent.Needed(Asked question) ->
                elsewhere(run, stack, found).orElseGet(() -> new DriftConsent.Needed(question));
        };
    }

    /**
     * Returns what has become of drift about which a run has asked, once it was answered: a no is remembered, and a
     * question that nobody has answered is asked again by the next run that finds the same.
     */
    public Optional<DriftState> closed(String run, StackKey stack, DriftRecord found) {
        return questions
                .onDrift(run, stack, found.digest())
                .flatMap(Question::answer)
                .map(answer -> answer.kind() == Answer.Kind.REJECTED ? DriftState.REJECTED : DriftState.ASKED);
    }

    private Optional<DriftConsent> elsewhere(String run, StackKey stack, DriftRecord found) {
        if (found.asker().isEmpty() || found.asker().equals(run)) {
            return Optional.empty();
        }
        return questions.onDrift(found.asker(), stack, found.digest()).flatMap(this::stands);
    }

    private Optional<DriftConsent> stands(Question question) {
        Optional<Answer> answer = question.answer().or(() -> lapse.of(question));
        if (answer.isEmpty()) {
            return Optional.of(new DriftConsent.Elsewhere(
                    DriftState.ASKED,
                    "Run " + question.run() + " asks about the same drift until " + question.expiresAt() + ": "
                            + question.command("approve")));
        }
        return switch (answer.get().kind()) {
            case REJECTED ->
                Optional.of(new DriftConsent.Elsewhere(
                        DriftState.REJECTED,
                        "It stays as it is, and nobody is asked again until it differs otherwise: " + answer.get()));
            case APPROVED ->
                isRunning(question.run())
                        ? Optional.of(new DriftConsent.Elsewhere(
                                DriftState.ASKED,
                                "Run " + question.run() + " is about to put it back: " + answer.get()))
                        : Optional.empty();
            case EXPIRED, VOIDED, SETTLED -> Optional.empty();
        };
    }

    private boolean isRunning(String run) {
        return ledger.runs()
                .find(run)
                .map(Run::endedAt)
                .filter(Optional::isEmpty)
                .isPresent();
    }
}
