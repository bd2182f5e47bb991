package dev.plumbline.tasks.provision;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.DriftRecord;
import dev.plumbline.accounts.ledger.Head;
import dev.plumbline.accounts.ledger.InFlight;
import dev.plumbline.accounts.ledger.Lease;
import dev.plumbline.accounts.ledger.Leasing;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Phase;
import dev.plumbline.accounts.ledger.StackRecord;
import dev.plumbline.accounts.ledger.TargetOutcome;
import dev.plumbline.accounts.session.Role;
import dev.plumbline.accounts.session.Sessions;
import dev.plumbline.accounts.stacks.ChangeSets;
import dev.plumbline.accounts.stacks.Stacks;
import dev.plumbline.accounts.workflows.Workflows;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.plan.Softenings;
import dev.plumbline.estate.plan.TargetPlan;
import dev.plumbline.failure.Waiting;
import dev.plumbline.tasks.assignment.Assignment;
import dev.plumbline.tasks.assignment.Level;
import dev.plumbline.tasks.assignment.MachineFailure;
import dev.plumbline.tasks.assignment.RunNames;
import dev.plumbline.tasks.assignment.TargetPlans;
import dev.plumbline.tasks.provision.ProvisionAnswer.Done;
import dev.plumbline.tasks.provision.ProvisionAnswer.Leased;
import dev.plumbline.tasks.provision.ProvisionAnswer.Released;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.List;

/**
 * The beginning and the end of the work on a target. CloudFormation has no fencing, so one execution at a time works on
 * a target, and whoever takes over makes sure that what the one before was about to do can no longer happen.
 */
public final class LeaseTasks {

    private final Ledger ledger;
    private final Workflows workflows;
    private final Sessions sessions;
    private final TargetPlans plans;
    private final InstantSource clock;

    /** Creates the tasks. */
    @Inject
    public LeaseTasks(Ledger ledger, Workflows workflows, Sessions sessions, TargetPlans plans, InstantSource clock) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.workflows = requireNonNull(workflows, "workflows is null");
        this.sessions = requireNonNull(sessions, "sessions is null");
        this.plans = requireNonNull(plans, "plans is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Takes the lease, unless a newer commit is the head: that one's run deploys here. Where the target is to be
     * reconciled at the revision that stands there, that revision counts, and is looked at once nobody else can move
     * it.
     *
     * @throws Waiting while another execution that runs owns the lease
     */
    Leased acquire(ProvisionInput.AcquireLease input) {
        Assignment target = input.target();
        if (!target.standing() && !ledger.heads().read(target.ref()).commit().equals(target.commit())) {
            return new Leased("overtaken", List.of(), false);
        }
        Lease wanted = new Lease(input.execution(), target.run(), clock.instant());
        if (ledger.leases().acquire(target.target(), wanted) instanceof Leasing.Held(Lease held)) {
            takeOver(target, held, wanted);
        }
        if (target.standing() && !stands(target)) {
            return new Leased("overtaken", List.of(), false);
        }
        TargetPlan plan = plans.of(target);
        return new Leased("acquired", levels(input, plan), appliesSettings(input, plan));
    }

    private static List<Level> levels(ProvisionInput.AcquireLease input, TargetPlan plan) {
        if (!plan.softens().isEmpty()) {
            return Level.rules(input::wants);
        }
        return plan.removals().isEmpty()
                ? Level.of(plan, stack -> input.wants(stack.name()))
                : Level.removals(plan, input::wants);
    }

    /** Where drift is looked for, what was found of settings decides, and after that what people have answered. */
    private static boolean appliesSettings(ProvisionInput.AcquireLease input, TargetPlan plan) {
        boolean wanted = !input.target().drift() || input.wants(DriftRecord.SETTINGS);
        return !plan.settings().isEmpty() && wanted;
    }

    /** Lets the lease go while people are asked: others may work meanwhile, and what was asked is judged again. */
    Done giveWay(ProvisionInput.YieldLease input) {
        ledger.leases().release(input.target().target(), input.execution());
        return new Done(null);
    }

    /** Writes the target's outcome before the lease goes: who gets it next may rely on what stands there. */
    Released release(ProvisionInput.ReleaseLease input) {
        Assignment target = input.target();
        Released released = outcome(input);
        Outcome outcome = Outcome.of(released.outcome());
        ledger.progress()
                .put(
                        target.run(),
                        new TargetOutcome(target.target(), target.wave(), outcome, released.reason()),
                        clock.instant());
        boolean onlyAsked = target.wave() == Softenings.WAVE;
        if (outcome == Outcome.DEPLOYED && !target.standing() && !onlyAsked) {
            ledger.targets().deployed(target.target(), target.environment(), target.commit(), clock.instant());
        }
        if (outcome != Outcome.DEPLOYED) {
            leave(target, released.reason());
        }
        ledger.leases().release(target.target(), input.execution());
        return released;
    }

    /** Ends the lines that no one will go on with: those of stacks that waited, for people or for others. */
    private void leave(Assignment target, String reason) {
        ledger.progress().lines(target.run()).stream()
                .filter(line -> line.stack().target().equals(target.target()) && line.wave() == target.wave())
                .filter(line -> line.phase() == Phase.WAITING || line.phase() == Phase.APPROVING)
                .forEach(line -> ledger.progress().put(target.run(), line.ended(reason)));
    }

    private boolean stands(Assignment target) {
        Head head = ledger.heads().read(target.ref());
        return head.standing(ledger.targets().read(target.target())).equals(target.commit());
    }

    private static Released outcome(ProvisionInput.ReleaseLease input) {
        if (input.failureOrNull() != null) {
            return new Released(
                    Outcome.FAILED.label(),
                    MachineFailure.read(input.failureOrNull()).message());
        }
        if (input.lease().equals("overtaken")) {
            return new Released(
                    Outcome.OVERTAKEN.label(),
                    input.target().standing()
                            ? "Another commit was deployed here meanwhile; the next schedule looks at that one."
                            : "A newer commit is the head; its run deploys here.");
        }
        return input.failed().isEmpty()
                ? new Released(Outcome.DEPLOYED.label(), "")
                : new Released(Outcome.FAILED.label(), String.join(", ", input.failed()));
    }

    /** Fences first: whoever is killed between the two steps fences again. */
    private void takeOver(Assignment target, Lease held, Lease wanted) {
        if (!workflows.status(held.owner()).ended()) {
            throw busy(target, held);
        }
        ledger.targets().read(target.target()).stacks().values().forEach(record -> fence(target, held, record));
        if (ledger.leases().takeOver(target.target(), held, wanted) instanceof Leasing.Held(Lease other)) {
            throw busy(target, other);
        }
    }

    private static Waiting busy(Assignment target, Lease held) {
        return new Waiting("Run " + held.run() + " is at work on " + target.target());
    }

    /**
     * A call of the dead execution that is still on its way then finds nothing to execute, and a stack that it would
     * delete protected from that. A removal lifts the protection before it is begun, so that the next one can.
     */
    private void fence(Assignment target, Lease dead, StackRecord record) {
        record.inFlight()
                .filter(change -> change.run().equals(dead.run()))
                .filter(change -> !(record.known() && record.digest().equals(change.digest())))
                .ifPresent(change -> {
                    deleteChangeSet(target, record.stack(), change);
                    if (change.changeSet().equals(RemovalTasks.CHANGE)) {
                        Stacks.in(sessions.assume(target.target(), Role.PROVISION, target.run()))
                                .protect(record.stack().stackName(), true);
                    }
                });
    }

    private void deleteChangeSet(Assignment target, StackKey stack, InFlight change) {
        // A removal has no change set but the one that lifts protection.
        String name = change.changeSet().equals(RemovalTasks.CHANGE)
                ? new RunNames(change.run()).lifting(stack)
                : change.changeSet();
        ChangeSets.in(sessions.assume(target.target(), Role.PROVISION, target.run()))
                .delete(stack.stackName(), name);
    }
}
