package dev.plumbline.tasks.patch;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Line;
import dev.plumbline.accounts.ledger.Patch;
import dev.plumbline.accounts.ledger.PatchStatus;
import dev.plumbline.accounts.ledger.Phase;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.estate.patching.Opening;
import dev.plumbline.estate.patching.Patching;
import dev.plumbline.failure.Stalled;
import dev.plumbline.failure.Waiting;
import dev.plumbline.tasks.assignment.MachineFailure;
import dev.plumbline.tasks.cost.Costs;
import dev.plumbline.tasks.directory.Branch;
import dev.plumbline.tasks.directory.Directories;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/** One step: whether it may begin, beginning it, looking whether it took effect, writing how it ended. */
final class StepTasks {

    private final Ledger ledger;
    private final Accounts accounts;
    private final Directories directories;
    private final Patchers patchers;
    private final Branch branch;
    private final BegunSteps begunSteps;
    private final Costs costs;
    private final InstantSource clock;

    @Inject
    StepTasks(
            Ledger ledger,
            Accounts accounts,
            Directories directories,
            Patchers patchers,
            Branch branch,
            BegunSteps begunSteps,
            Costs costs,
            InstantSource clock) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.accounts = requireNonNull(accounts, "accounts is null");
        this.directories = requireNonNull(directories, "directories is null");
        this.patchers = requireNonNull(patchers, "patchers is null");
        this.branch = requireNonNull(branch, "branch is null");
        this.begunSteps = requireNonNull(begunSteps, "begunSteps is null");
        this.costs = requireNonNull(costs, "costs is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Decides whether a step may still begin, and notes that it does. Another execution may have applied it since it
     * was looked for, the window may have no more room for it, and a stack of which a step went wrong is left alone.
     */
    PatchAnswer.Gated gate(PatchInput.Gate input) {
        PatchStep step = input.step();
        PatchAssignment target = input.target();
        Instant now = clock.instant();
        if (input.broken().contains(step.stack())) {
            return refused("skipped", "an earlier step of " + step.stack() + " went wrong");
        }
        Patch patch = known(target, step);
        boolean applied = patch.status() == PatchStatus.DONE
                && patch.endedAt()
                        .filter(at -> at.toEpochMilli() >= input.lookedAt())
                        .isPresent();
        if (applied) {
            return refused("skipped", "run " + patch.run() + " has applied it meanwhile");
        }
        if (step.isLeft() && patch.status() != PatchStatus.RUNNING) {
            return refused("skipped", "it is not under way any more");
        }
        boolean begun = patch.status() == PatchStatus.RUNNING && patch.run().equals(target.run());
        Optional<Opening> opening = patching(target, step).open(now);
        if (!begun
                && !target.now()
                && opening.filter(open -> open.fits(now, step.takes())).isEmpty()) {
            return refused("deferred", "there is no room for it in the window any more");
        }
        if (!begun) {
            begunSteps.keep(target, step);
            ledger.patches().put(patch.begun(target.run(), now));
            put(target, step, Phase.EXECUTING, now, Duration.ZERO, Verdict.UNKNOWN, step.says());
        }
        return new PatchAnswer.Gated("apply", "", throughStack(target, step));
    }

    private static PatchAnswer.Gated refused(String decision, String reason) {
        return new PatchAnswer.Gated(decision, reason, PatchAnswer.ThroughStack.NONE);
    }

    private PatchAnswer.ThroughStack throughStack(PatchAssignment target, PatchStep step) {
        return step.parameters().isEmpty() || step.isLeft()
                ? PatchAnswer.ThroughStack.NONE
                : new PatchAnswer.ThroughStack("patch-" + step.token(target.run()), branch.repository(), branch.ref());
    }

    PatchAnswer.Done apply(PatchInput.Apply input) {
        PatchAssignment target = input.target();
        PatchStep step = input.step();
        Optional<Opening> opening =
                target.now() ? Optional.empty() : patching(target, step).open(clock.instant());
        if (!step.isLeft()) {
            Patcher patcher = patchers.of(step);
            ask(target, step, "apply", account -> {
                if (!step.isBegun() || !patcher.tookEffect(step, account)) {
                    patcher.apply(step, target.run(), opening, account);
                }
                return true;
            });
        }
        return new PatchAnswer.Done("applied", "");
    }

    /**
     * Looks whether a step took effect.
     *
     * @throws Waiting while it has not
     */
    PatchAnswer.Done await(PatchInput.Await input) {
        PatchStep step = input.step();
        boolean applied =
                ask(input.target(), step, "await", account -> patchers.of(step).applied(step, account));
        if (!applied && step.isLeft()) {
            return new PatchAnswer.Done("deferred", "the run that began it was stopped before it took effect");
        }
        return applied
                ? new PatchAnswer.Done("done", "")
                : new PatchAnswer.Done("failed", "it ended, and " + step.subject() + " is not at " + step.to());
    }

    private <T> T ask(PatchAssignment target, PatchStep step, String purpose, Function<Account, T> action) {
        return accounts.ask(target.target(), patchers.of(step), target.run(), purpose + "/" + step.id(), action);
    }

    PatchAnswer.Done record(PatchInput.RecordStep input) {
        PatchStep step = input.step();
        PatchAssignment target = input.target();
        Instant now = clock.instant();
        String reason = MachineFailure.reason(input.failureOrNull(), input.reason());
        Patch patch = known(target, step);
        switch (input.outcome()) {
            case "done", "failed" -> end(input, patch, reason, now);
            case "deferred" -> ledger.patches().put(patch.becomes(PatchStatus.PENDING, reason));
            case "skipped" -> {
                if (!patch.status().ended()) {
                    ledger.patches().put(patch.becomes(PatchStatus.BLOCKED, reason));
                }
            }
            default -> throw new Stalled("A step cannot end as " + input.outcome() + ".");
        }
        return new PatchAnswer.Done(input.outcome(), reason);
    }

    private void end(PatchInput.RecordStep input, Patch patch, String reason, Instant now) {
        boolean done = input.outcome().equals("done");
        Instant since = patch.startedAt().orElse(now);
        if (!patch.status().ended()) {
            ledger.patches().end(patch.ended(done ? PatchStatus.DONE : PatchStatus.FAILED, reason, now), now);
        }
        put(
                input.target(),
                input.step(),
                Phase.DONE,
                since,
                Duration.between(since, now),
                done ? Verdict.HEALTHY : Verdict.UNHEALTHY,
                done ? "" : reason);
    }

    private void put(
            PatchAssignment target,
            PatchStep step,
            Phase phase,
            Instant since,
            Duration took,
            Verdict verdict,
            String reason) {
        String changes = step.from() + " -> " + step.to();
        costs.put(
                target.run(),
                new Line(
                        target.stack(step.stack()),
                        target.environment(),
                        target.wave(),
                        phase,
                        "patch",
                        changes,
                        since,
                        took,
                        verdict,
                        reason));
    }

    private Patch known(PatchAssignment target, PatchStep step) {
        return ledger.patches().of(target.target()).stream()
                .filter(patch -> patch.id().equals(step.id()))
                .findFirst()
                .orElseThrow(() -> new Stalled("The ledger has lost what is to be patched of " + step.id() + "."));
    }

    private Patching patching(PatchAssignment target, PatchStep step) {
        return directories
                .deployed(branch.ref())
                .patchable(target.account(), step.stack())
                .map(stack -> stack.patching().read())
                .orElseThrow(() -> new Stalled("The stack " + step.stack() + " of " + target.environment()
                        + " is not declared any more: nothing of it is patched."));
    }
}
