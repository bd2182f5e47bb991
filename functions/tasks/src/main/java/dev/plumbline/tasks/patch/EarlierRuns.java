package dev.plumbline.tasks.patch;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Patch;
import dev.plumbline.accounts.ledger.PatchStatus;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.accounts.workflows.Workflows;
import dev.plumbline.tasks.assignment.RunNames;
import dev.plumbline.tasks.wave.TargetMachine;
import jakarta.inject.Inject;
import java.util.Optional;

/**
 * What runs before this one have noted of a target's patches. One of them may still be at work: what it has noted is
 * its own, and it ends that itself. What one that was stopped has begun is taken up.
 */
final class EarlierRuns {

    private final Ledger ledger;
    private final Workflows workflows;
    private final BegunSteps begunSteps;
    private final TargetMachine machine;

    @Inject
    EarlierRuns(Ledger ledger, Workflows workflows, BegunSteps begunSteps, TargetMachine machine) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.workflows = requireNonNull(workflows, "workflows is null");
        this.begunSteps = requireNonNull(begunSteps, "begunSteps is null");
        this.machine = requireNonNull(machine, "machine is null");
    }

    /**
     * Notes of a patch that is under way, and is offered all the same, that its run was stopped. It stays under way
     * until it is known what came of it.
     */
    void noteStopped(Patch running, Gating.Decided decided, PatchAssignment target) {
        String waits = decided.reason().isEmpty() ? "" : ", and not begun again: " + decided.reason();
        Patch told = running.becomes(PatchStatus.RUNNING, "the run that began it was stopped" + waits);
        if (!running.run().equals(target.run()) && !told.equals(running) && !isAtWork(running, target)) {
            ledger.patches().put(told);
        }
    }

    /**
     * Settles what is offered no more. What was never begun is forgotten; what had gone wrong and is well now no longer
     * stops the waves above. What was begun and left is returned as a step: whether it took effect, and whether the
     * stack is well with it, is looked at as if this run had begun it.
     */
    Optional<PatchStep> settle(Patch patch, PatchAssignment target) {
        if (isAtWork(patch, target)) {
            return Optional.empty();
        }
        Optional<PatchStep> left = left(patch, target);
        if (left.isPresent()) {
            return left.filter(step -> !target.dryRun());
        }
        if (!patch.status().ended()) {
            ledger.patches().forget(patch);
        } else if (patch.status() == PatchStatus.FAILED
                && ledger.stacks().read(patch.stack()).verdict() == Verdict.HEALTHY) {
            ledger.patches().put(patch.becomes(PatchStatus.DONE, "it went wrong, and was put right since"));
        }
        return Optional.empty();
    }

    private Optional<PatchStep> left(Patch patch, PatchAssignment target) {
        return patch.status() == PatchStatus.RUNNING
                ? begunSteps.read(target, patch.run(), patch.id()).map(PatchStep::left)
                : Optional.empty();
    }

    /** The lease does not tell: it is let go while the stack is reconciled. */
    private boolean isAtWork(Patch patch, PatchAssignment target) {
        return patch.status() == PatchStatus.RUNNING
                && !patch.run().equals(target.run())
                && !workflows
                        .status(machine.execution(new RunNames(patch.run()).execution(patch.wave(), target.target())))
                        .ended();
    }
}
