package dev.plumbline.tasks.provision;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.changes.ChangesDigest;
import dev.plumbline.accounts.ledger.Deployed;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.stacks.Change;
import dev.plumbline.accounts.stacks.ChangeSetRequest;
import dev.plumbline.accounts.stacks.Stack;
import dev.plumbline.accounts.stacks.StackState;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.failure.Waiting;
import dev.plumbline.tasks.approve.Asked;
import dev.plumbline.tasks.approve.Consent;
import dev.plumbline.tasks.approve.Consents;
import dev.plumbline.tasks.kept.Comeback;
import dev.plumbline.tasks.kept.TakenName;
import dev.plumbline.tasks.provision.ProvisionAnswer.Prepared;
import dev.plumbline.tasks.rules.Decision;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** The estate wants something else than what was deployed. */
final class TemplateChange implements ChangeKind {

    private final StackWork work;
    private final StackPlan stack;
    private final AlreadyThere alreadyThere;
    private final Comeback comeback;
    private final Ledger ledger;
    private final Consents consents;
    private final InstantSource clock;

    /**
     * Creates it.
     *
     * @param comeback what making the stack would do about what was kept of removed ones
     */
    TemplateChange(
            StackWork work,
            AlreadyThere alreadyThere,
            Comeback comeback,
            Ledger ledger,
            Consents consents,
            InstantSource clock) {
        this.work = requireNonNull(work, "work is null");
        this.stack = work.stack();
        this.alreadyThere = requireNonNull(alreadyThere, "alreadyThere is null");
        this.comeback = requireNonNull(comeback, "comeback is null");
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.consents = requireNonNull(consents, "consents is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public String action(StackState assumed) {
        return assumed == StackState.READY ? "update" : "create";
    }

    @Override
    public ChangeSetRequest shaped(ChangeSetRequest plain) {
        return plain;
    }

    @Override
    public Prepared ready(List<Change> changes) {
        LineStart told = work.line(action(work.assumed()), changes);
        Optional<String> inTheWay = alreadyThere.told(changes);
        if (inTheWay.isPresent()) {
            return work.refused(inTheWay.get(), told);
        }
        boolean creating = work.assumed() != StackState.READY
                && changes.stream().allMatch(change -> change.action() == Change.Action.ADD);
        return switch (Decision.on(stack, changes, creating).alsoOn(stack, comeback.loss())) {
            case Decision.Allowed _ -> work.execute(told);
            case Decision.Asks(String reason) -> answered(reason, changes, told);
        };
    }

    /** What was approved is exactly these changes; whether they still are these is seen by their digest. */
    private Prepared answered(String reason, List<Change> changes, LineStart told) {
        Asked question = new Asked(
                ChangesDigest.of(work.digest(), changes),
                reason,
                told.changes(),
                stack.approvalsExpireAfter().toSeconds());
        return switch (consents.to(work.run(), work.key(), question)) {
            case Consent.Given _ -> work.execute(told);
            case Consent.Refused(String why) -> work.refused(why, told);
            case Consent.Needed(Asked needed) -> work.ask(needed, told);
        };
    }

    /**
     * What is deployed is what is intended, though its digest is another: a template that says the same in other words.
     * Or nothing is deployed, and nothing would be: of a change set for a new stack that has no resource there stays
     * the shell of a stack, in {@code REVIEW_IN_PROGRESS}, without outputs and in the way of whoever refers to it.
     */
    @Override
    public Prepared empty() {
        Instant at = clock.instant();
        work.discard();
        if (work.assumed() != StackState.READY) {
            Stack seen = work.stacks().describe(stack.stackName());
            if (seen.state() == StackState.MISSING || seen.state() == StackState.REVIEW) {
                work.clearing().removeShell(seen);
                return Prepared.of("record", "", Outcome.STALLED, nothingToMake(), work.line("create"));
            }
        }
        SortedMap<String, String> outputs = work.record().outputs();
        SortedMap<String, String> windowed = work.record().windowed();
        String status = work.record().status();
        if (!work.record().known() || !windowed.keySet().equals(stack.windowed())) {
            Stack seen = work.stacks().describe(stack.stackName());
            outputs = seen.outputs();
            windowed = seen.parameters(stack.windowed());
            status = seen.status();
        }
        Deployed deployed = new Deployed(work.digest(), outputs, windowed, status, work.run(), at);
        if (!ledger.stacks().deployed(work.key(), work.input().requestToken(), deployed)) {
            throw new Waiting("Stack " + work.key() + " was changed meanwhile; it is looked at again");
        }
        return Prepared.of("verify", "", Outcome.UNCHANGED, "", work.line("none"));
    }

    private String nothingToMake() {
        return "With these parameters the conditions of blueprint "
                + stack.blueprint().name()
                + " leave no resource to make, and CloudFormation makes no stack without one. Change the parameters at "
                + stack.position() + ", or take the stack out of the estate";
    }

    @Override
    public Prepared failed(String reason) {
        work.discard();
        return Prepared.of(
                "record",
                "",
                Outcome.FAILED,
                "CloudFormation refused the change: " + TakenName.told(reason),
                work.line(action(work.assumed())));
    }
}
