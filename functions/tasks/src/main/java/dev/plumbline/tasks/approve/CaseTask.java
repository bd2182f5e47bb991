package dev.plumbline.tasks.approve;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.plumbline.accounts.callers.Signer;
import dev.plumbline.accounts.ledger.CaseStatus;
import dev.plumbline.accounts.ledger.CaseWord;
import dev.plumbline.accounts.ledger.Cases;
import dev.plumbline.accounts.ledger.FindingCase;
import dev.plumbline.accounts.ledger.FindingCase.Facts;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.workflows.Delivery;
import dev.plumbline.accounts.workflows.Workflows;
import dev.plumbline.failure.Stalled;
import dev.plumbline.json.Json;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;

/**
 * Takes a person's word on a case of a finding: its steps may be carried out, or are left, or are taken back. It is
 * bound to the steps that they have seen. Repeated, it changes nothing: who waits is woken once, and a case that is
 * taken back is no longer one that was fixed.
 */
public final class CaseTask {

    private final Cases cases;
    private final Workflows workflows;
    private final RemediateMachine machine;
    private final Speakers speakers;
    private final Approvers approvers;
    private final InstantSource clock;

    /** Creates the task. */
    @Inject
    public CaseTask(
            Ledger ledger,
            Workflows workflows,
            RemediateMachine machine,
            Speakers speakers,
            Approvers approvers,
            InstantSource clock) {
        this.cases = requireNonNull(ledger, "ledger is null").cases();
        this.workflows = requireNonNull(workflows, "workflows is null");
        this.machine = requireNonNull(machine, "machine is null");
        this.speakers = requireNonNull(speakers, "speakers is null");
        this.approvers = requireNonNull(approvers, "approvers is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** The machine that handles findings. */
    public record RemediateMachine(String arn) {
        /** Checks that it is there. */
        public RemediateMachine {
            requireNonNull(arn, "arn is null");
        }
    }

    /** Does what is asked. */
    public ApproveAnswer.Decided decide(ApproveInput.DecideCase input) {
        CaseWord word = word(input.answer());
        String reason = Speakers.reason(input.reason());
        FindingCase of = cases.find(input.caseId())
                .orElseThrow(() -> new Stalled(
                        "There is no case " + input.caseId() + ". `plumbline findings list` shows which there are."));
        if (!of.text(Facts.DIGEST).equals(input.digest())) {
            throw new Stalled(
                    "Other steps would be taken by now. `plumbline findings show " + of.id() + "` shows them.");
        }
        Signer who = speakers.identify(input.proof(), of.statement(word, input.digest(), input.reason()));
        approvers.admit(who, of.target(), "");
        boolean accepted = switch (word) {
            case APPROVED, DECLINED -> answer(of, word, who, reason);
            case UNDONE -> undo(of, who, reason);
        };
        Instant now = clock.instant();
        return accepted
                ? new ApproveAnswer.Decided(true, word.label(), who.arn(), reason, now.toString())
                : stands(input.caseId(), now);
    }

    private boolean answer(FindingCase of, CaseWord word, Signer who, String reason) {
        boolean approved = word == CaseWord.APPROVED;
        Optional<String> token = cases.answer(of, of.text(Facts.DIGEST), approved, who, reason);
        return token.map(waiting -> workflows.succeed(waiting, "{\"answer\":\"" + word.label() + "\"}"))
                .filter(Delivery.DELIVERED::equals)
                .isPresent();
    }

    /**
     * An execution takes back what the case says that somebody wants taken back: what it is started with names the case
     * alone, as whoever may start it could write anybody's name there. Its name holds the moment, as one that was
     * stopped must not be the last.
     */
    private boolean undo(FindingCase of, Signer who, String reason) {
        boolean possible = of.status() == CaseStatus.FIXED
                && !of.text(Facts.STEPS).isEmpty()
                && of.text(Facts.STACK).isEmpty()
                && cases.takeBack(of, of.text(Facts.DIGEST), who, reason);
        if (possible) {
            String input = Json.text(JsonNodeFactory.instance.objectNode().put("undo", of.id()));
            String name = "undo-" + of.id() + "-" + of.attempt() + "-"
                    + clock.instant().getEpochSecond();
            var _ = workflows.start(machine.arn(), name, input);
        }
        return possible;
    }

    private ApproveAnswer.Decided stands(String caseId, Instant now) {
        FindingCase of = cases.find(caseId).orElseThrow();
        return new ApproveAnswer.Decided(
                false, of.status().label(), of.text(Facts.PERSON), of.text(Facts.REASON), now.toString());
    }

    private static CaseWord word(String said) {
        return Arrays.stream(CaseWord.values())
                .filter(word -> word.label().equals(said))
                .findFirst()
                .orElseThrow(() -> new Stalled("A case is approved, declined or undone, not " + said + "."));
    }
}
