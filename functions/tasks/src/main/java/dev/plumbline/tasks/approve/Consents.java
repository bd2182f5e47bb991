package dev.plumbline.tasks.approve;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Question;
import dev.plumbline.accounts.ledger.Questions;
import dev.plumbline.estate.StackKey;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/**
 * Tells whether a change that asks may be made. The ledger is what counts, not what a state machine says: an approval
 * is found by run, stack and digest of the changes, so that it never serves for others.
 */
public final class Consents {

    private final Questions questions;

    /** Creates it. */
    @Inject
    public Consents(Ledger ledger) {
        this.questions = requireNonNull(ledger, "ledger is null").questions();
    }

    /**
     * Returns what was said.
     *
     * @param wanted what is asked where it was not yet
     */
    public Consent to(String run, StackKey stack, Asked wanted) {
        List<Question> asked = questions.of(run, stack);
        Optional<Question> same = asked.stream()
                .filter(question -> question.digest().equals(wanted.digest()))
                .findFirst();
        if (same.filter(Question::approved).isPresent()) {
            return new Consent.Given();
        }
        return same.flatMap(Question::answer)
                .<Consent>map(answer -> new Consent.Refused("Nothing was changed: the approval was " + answer))
                .orElseGet(() -> new Consent.Needed(again(asked, wanted)));
    }

    private static Asked again(List<Question> asked, Asked wanted) {
        return asked.stream()
                .filter(Question::approved)
                .findFirst()
                .map(before -> new Asked(
                        wanted.digest(),
                        "What was approved (" + before.changesId()
                                + ") is no longer what would change, so it is asked again: " + wanted.text(),
                        wanted.changes(),
                        wanted.waitSeconds(),
                        wanted.drift()))
                .orElse(wanted);
    }
}
