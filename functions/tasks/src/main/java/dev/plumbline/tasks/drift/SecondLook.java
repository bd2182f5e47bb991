package dev.plumbline.tasks.drift;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.plumbline.accounts.drift.DriftEntry;
import dev.plumbline.accounts.ledger.DriftRecord;
import dev.plumbline.accounts.ledger.DriftState;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.requests.Purpose;
import dev.plumbline.accounts.requests.Requests;
import dev.plumbline.accounts.session.Role;
import dev.plumbline.accounts.session.Sessions;
import dev.plumbline.accounts.stacks.Detection;
import dev.plumbline.accounts.stacks.Drifts;
import dev.plumbline.failure.Stalled;
import dev.plumbline.failure.Waiting;
import dev.plumbline.tasks.assignment.Assignment;
import dev.plumbline.tasks.assignment.TargetPlans;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Detects drift again after it was put back: what a change set says it did is not what is there. */
public final class SecondLook {

    private final Ledger ledger;
    private final Sessions sessions;
    private final TargetPlans plans;
    private final AwsMoves moves;

    /** Creates it. */
    @Inject
    public SecondLook(Ledger ledger, Sessions sessions, TargetPlans plans, AwsMoves moves) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.sessions = requireNonNull(sessions, "sessions is null");
        this.plans = requireNonNull(plans, "plans is null");
        this.moves = requireNonNull(moves, "moves is null");
    }

    /**
     * Returns what is still not as declared, in words and perhaps nothing; an empty optional where this run has put
     * nothing back in the stack.
     *
     * @throws Waiting while CloudFormation looks
     */
    public Optional<String> at(Assignment target, String stack) {
        return ledger.drifts().ofRun(target.run(), target.target(), stack).flatMap(record -> switch (record.state()) {
            case REVERTING, FAILED -> Optional.of(look(target, stack, record));
            case REVERTED -> Optional.of("");
            case FOUND, ASKED, REJECTED, REPORTED, UNCONFIRMED, MOVED, GONE -> Optional.empty();
        });
    }

    private String look(Assignment target, String stack, DriftRecord record) {
        String name = target.stack(stack).stackName();
        Drifts drifts = Drifts.in(sessions.assume(target.target(), Role.VERIFY, target.run()));
        String detection = record.detection();
        if (detection.isEmpty()) {
            detection = drifts.detect(name);
            ledger.drifts().looksAgain(record, detection);
        }
        String asked = detection;
        List<DriftEntry> still = switch (Requests.during(Purpose.POLL, () -> drifts.look(asked))) {
            case Detection.Pending _ -> throw new Waiting("CloudFormation looks again for drift of stack " + name);
            case Detection.InSync _ -> List.<DriftEntry>of();
            case Detection.Drifted _ -> among(record, moves.without(plans.stack(target, stack), drifts.entries(name)));
            case Detection.Failed(String reason) -> {
                ledger.drifts().become(record, DriftState.FAILED, reason);
                throw new Stalled("Whether the drift of stack " + name + " was put back could not be found out: "
                        + reason + ". Run again: plumbline reconcile.");
            }
        };
        if (!still.isEmpty()) {
            // Whoever asks once more has it detected once more.
            ledger.drifts().looksAgain(record, "");
        }
        String left = still.stream().map(DriftEntry::toString).collect(joining("; "));
        ledger.drifts().become(record, left.isEmpty() ? DriftState.REVERTED : DriftState.FAILED, left);
        return left;
    }

    /** What did not count before does not count now. */
    private static List<DriftEntry> among(DriftRecord record, List<DriftEntry> seen) {
        Set<String> reverted =
                record.entries().stream().map(DriftEntry::resource).collect(Collectors.toSet());
        return seen.stream()
                .filter(entry -> reverted.contains(entry.resource()))
                .toList();
    }
}
