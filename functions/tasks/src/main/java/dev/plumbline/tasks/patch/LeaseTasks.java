package dev.plumbline.tasks.patch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.InFlight;
import dev.plumbline.accounts.ledger.Lease;
import dev.plumbline.accounts.ledger.Leasing;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Patch;
import dev.plumbline.accounts.ledger.PatchStatus;
import dev.plumbline.accounts.ledger.StackRecord;
import dev.plumbline.accounts.ledger.TargetOutcome;
import dev.plumbline.accounts.workflows.Workflows;
import dev.plumbline.estate.Digests;
import dev.plumbline.failure.Waiting;
import dev.plumbline.tasks.assignment.MachineFailure;
import dev.plumbline.tasks.directory.Branch;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.Optional;

/** The lease that patching shares with deployments: one execution at a time works on a target. */
final class LeaseTasks {

    private static final int NAME_DIGITS = 24;

    private final Ledger ledger;
    private final Workflows workflows;
    private final Branch branch;
    private final InstantSource clock;

    @Inject
    LeaseTasks(Ledger ledger, Workflows workflows, Branch branch, InstantSource clock) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.workflows = requireNonNull(workflows, "workflows is null");
        this.branch = requireNonNull(branch, "branch is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Takes the lease. A dead deployment's is taken over only where it has left no change of a stack: what it was about
     * to execute can be fenced off by deployments alone, so that one is asked for first.
     *
     * @throws Waiting while another execution owns it
     */
    PatchAnswer.Acquired acquire(PatchInput.AcquireLease input) {
        Optional<Lease> left = take(input.target(), input.execution());
        return left.map(lease -> new PatchAnswer.Acquired(
                        "left",
                        new PatchAnswer.ThroughStack(
                                "patch-clears-" + digits(lease.owner() + "|" + input.execution()),
                                branch.repository(),
                                branch.ref())))
                .orElseGet(() -> new PatchAnswer.Acquired("acquired", PatchAnswer.ThroughStack.NONE));
    }

    private static String digits(String text) {
        return Digests.sha256(text.getBytes(UTF_8)).substring(0, NAME_DIGITS);
    }

    /**
     * Takes the lease again.
     *
     * @throws Waiting while another execution owns it, or a dead deployment has left a change
     */
    PatchAnswer.Done retake(PatchInput.RetakeLease input) {
        if (take(input.target(), input.execution()).isPresent()) {
            throw busy(input.target(), "a run that was stopped");
        }
        return new PatchAnswer.Done("acquired", "");
    }

    /** Returns nothing where it was taken, else the lease of a dead deployment that has left a change. */
    private Optional<Lease> take(PatchAssignment target, String execution) {
        Lease wanted = new Lease(execution, target.run(), clock.instant());
        if (ledger.leases().acquire(target.target(), wanted) instanceof Leasing.Held(Lease held)) {
            if (!workflows.status(held.owner()).ended()) {
                throw busy(target, "run " + held.run());
            }
            if (leavesChanges(target, held)) {
                return Optional.of(held);
            }
            if (ledger.leases().takeOver(target.target(), held, wanted) instanceof Leasing.Held) {
                throw busy(target, "somebody else");
            }
        }
        return Optional.empty();
    }

    private boolean leavesChanges(PatchAssignment target, Lease held) {
        return ledger.targets().read(target.target()).stacks().values().stream()
                .flatMap(record -> record.inFlight().stream().filter(change -> !isDeployed(record, change)))
                .anyMatch(change -> change.run().equals(held.run()));
    }

    private static Waiting busy(PatchAssignment target, String who) {
        return new Waiting(target.target() + " is held by " + who);
    }

    private static boolean isDeployed(StackRecord record, InFlight change) {
        return record.known() && record.digest().equals(change.digest());
    }

    PatchAnswer.Done giveWay(PatchInput.YieldLease input) {
        ledger.leases().release(input.target().target(), input.execution());
        return new PatchAnswer.Done("released", "");
    }

    /** Writes the target's outcome before the lease goes; what was begun and not ended is told as gone wrong. */
    PatchAnswer.Done close(PatchInput.CloseTarget input) {
        PatchAssignment target = input.target();
        String reason = MachineFailure.reason(input.failureOrNull(), String.join(", ", input.broken()));
        if (input.failureOrNull() != null) {
            ledger.patches().of(target.target()).stream()
                    .filter(patch ->
                            patch.status() == PatchStatus.RUNNING && patch.run().equals(target.run()))
                    .forEach(patch -> abandon(patch, reason));
        }
        Outcome outcome =
                !reason.isEmpty() ? Outcome.FAILED : input.applied() > 0 ? Outcome.DEPLOYED : Outcome.UNCHANGED;
        ledger.progress()
                .put(target.run(), new TargetOutcome(target.target(), target.wave(), outcome, reason), clock.instant());
        ledger.leases().release(target.target(), input.execution());
        return new PatchAnswer.Done(outcome.label(), reason);
    }

    private void abandon(Patch patch, String reason) {
        ledger.patches().end(patch.ended(PatchStatus.FAILED, reason, clock.instant()), clock.instant());
    }
}
