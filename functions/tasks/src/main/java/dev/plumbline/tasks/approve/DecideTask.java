package dev.plumbline.tasks.approve;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.callers.Signer;
import dev.plumbline.accounts.ledger.Answer;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Question;
import dev.plumbline.accounts.workflows.Workflows;
import dev.plumbline.failure.Stalled;
import dev.plumbline.tasks.binding.Binder;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Takes a person's answer to a question about a stack. That they may give one, IAM has decided by letting them call,
 * and the estate's policy by naming them; who they are, AWS says. A question has one answer: whoever comes second is
 * told the first.
 */
public final class DecideTask {

    private final Ledger ledger;
    private final Speakers speakers;
    private final Approvers approvers;
    private final Lapse lapse;
    private final Answering answering;
    private final InstantSource clock;

    /** Creates the task. */
    @Inject
    public DecideTask(
            Ledger ledger,
            Workflows workflows,
            Binder binder,
            Speakers speakers,
            Approvers approvers,
            Lapse lapse,
            InstantSource clock) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.speakers = requireNonNull(speakers, "speakers is null");
        this.approvers = requireNonNull(approvers, "approvers is null");
        this.lapse = requireNonNull(lapse, "lapse is null");
        this.answering = new Answering(ledger.questions(), workflows, binder);
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Does what is asked. */
    public ApproveAnswer.Decided decide(ApproveInput.Decide input) {
        Answer.Kind wanted = kind(input);
        String reason = Speakers.reason(input.reason());
        Question asked = ledger.questions()
                .find(input.run(), input.key(), input.digest())
                .orElseThrow(() -> new Stalled("Run " + input.run() + " has not asked that about stack " + input.key()
                        + ". `plumbline run " + input.run() + "` shows what it asks."));
        Signer who = speakers.identify(input.proof(), asked.statement(wanted, input.reason()));
        approvers.admit(who, asked.stack().target(), asked.commit());
        Answer own = new Answer(wanted, who, reason, clock.instant());
        Question stands = answering.answer(asked, lapsed(asked).orElse(own));
        Answer answer = stands.answer().orElseThrow();
        return new ApproveAnswer.Decided(
                answer.kind() == wanted,
                answer.kind().label(),
                answer.who().arn(),
                answer.why(),
                answer.at().toString());
    }

    private Optional<Answer> lapsed(Question asked) {
        return asked.answer().isPresent() ? Optional.empty() : lapse.of(asked);
    }

    private static Answer.Kind kind(ApproveInput.Decide input) {
        return switch (input.answer()) {
            case "approved" -> Answer.Kind.APPROVED;
            case "rejected" -> Answer.Kind.REJECTED;
            default -> throw new Stalled("An answer is approved or rejected, not " + input.answer() + ".");
        };
    }
}
