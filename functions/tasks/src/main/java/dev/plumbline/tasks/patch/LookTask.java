package dev.plumbline.tasks.patch;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Patch;
import dev.plumbline.accounts.ledger.PatchStatus;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.accounts.workflows.Workflows;
import dev.plumbline.tasks.assignment.RunNames;
import dev.plumbline.tasks.directory.Directories;
import dev.plumbline.tasks.directory.Directory;
import dev.plumbline.tasks.directory.PatchableStack;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at what can be patched in a target, decides what of it may be now, and notes the rest with what it waits for.
 * Nothing is held while it looks: what it finds is judged again, step by step, under the lease.
 */
final class LookTask {

    private final Ledger ledger;
    private final Workflows workflows;
    private final Directories directories;
    private final Looks looks;
    private final BegunSteps begunSteps;
    private final PatchBranch branch;
    private final Notes notes;
    private final InstantSource clock;

    @Inject
    LookTask(
            Ledger ledger,
            Workflows workflows,
            Directories directories,
            Looks looks,
            BegunSteps begunSteps,
            PatchBranch branch,
            InstantSource clock) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.workflows = requireNonNull(workflows, "workflows is null");
        this.directories = requireNonNull(directories, "directories is null");
        this.looks = requireNonNull(looks, "looks is null");
        this.begunSteps = requireNonNull(begunSteps, "begunSteps is null");
        this.branch = requireNonNull(branch, "branch is null");
        this.notes = new Notes(ledger);
        this.clock = requireNonNull(clock, "clock is null");
    }

    PatchAnswer.Looked look(PatchAssignment target) {
        Instant now = clock.instant();
        Directory directory = directories.newest(branch.ref());
        List<Patch> known = ledger.patches().of(target.target());
        WavesBelow below = new WavesBelow(
                ledger, directory, target.run(), (lower, at, its) -> looks.at(at, List.of(lower), its, target.run()));
        Gating gating = new Gating(now, target.now(), below);
        List<PatchStep> steps = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Looks.Found found : looks.at(target.target(), stacks(target, directory), known, target.run())) {
            Offer offer = found.offer();
            Optional<Patch> before = before(offer.step(), known);
            boolean failed =
                    before.filter(patch -> patch.status() == PatchStatus.FAILED).isPresent();
            boolean running = before.filter(patch -> patch.status() == PatchStatus.RUNNING)
                    .isPresent();
            if (offer.there() && (failed || running)) {
                // It is there, and it is not known whether the stack is well with it: settled below.
                continue;
            }
            seen.add(offer.step().id());
            if (offer.there()) {
                ledger.patches().put(Notes.there(target.target(), found.subject(), offer, now));
                continue;
            }
            if (failed && before.get().run().equals(target.run())) {
                // Not begun again by the run in which it went wrong, and told as such until the next one looks.
                continue;
            }
            Gating.Decided decided = gating.on(found.subject(), offer);
            if (running) {
                note(before.get(), decided, target);
            } else {
                notes.put(Notes.of(target.target(), found.subject(), offer, decided, now), known);
            }
            if (decided.begins() && !target.dryRun()) {
                steps.add(running ? offer.step().again() : offer.step());
            }
        }
        for (Patch patch : known) {
            if (target.stacks().contains(patch.stack().stack()) && !seen.contains(patch.id())) {
                settle(patch, target).ifPresent(steps::addFirst);
            }
        }
        return new PatchAnswer.Looked(steps, now.toEpochMilli());
    }

    /** The ledger holds one record of each patch of a target that is not done. */
    private static Optional<Patch> before(PatchStep step, List<Patch> known) {
        return known.stream().filter(patch -> patch.id().equals(step.id())).findFirst();
    }

    private static List<PatchableStack> stacks(PatchAssignment target, Directory directory) {
        return directory.patchable().stream()
                .filter(stack -> stack.account().equals(target.account())
                        && stack.regions().contains(target.region())
                        && target.stacks().contains(stack.stack()))
                .toList();
    }

    /**
     * Whether another execution is at work on it: then what it has noted stays, and it ends that itself. It holds no
     * lease while its stack is reconciled.
     */
    private boolean isAtWork(Patch patch, PatchAssignment target) {
        return patch.status() == PatchStatus.RUNNING
                && !patch.run().equals(target.run())
                && !workflows
                        .status(branch.execution(new RunNames(patch.run()).execution(patch.wave(), target.target())))
                        .ended();
    }

    /** What a stopped execution has begun stays noted as such until it is known what came of it. */
    private void note(Patch running, Gating.Decided decided, PatchAssignment target) {
        String waits = decided.reason().isEmpty() ? "" : ", and not begun again: " + decided.reason();
        Patch told = running.becomes(PatchStatus.RUNNING, "the run that began it was stopped" + waits);
        if (!running.run().equals(target.run()) && !told.equals(running) && !isAtWork(running, target)) {
            ledger.patches().put(told);
        }
    }

    /**
     * Returns what a stopped execution had begun and what is offered no more: whether it took effect, and whether the
     * stack is well with it, is looked at as if this run had begun it.
     */
    private Optional<PatchStep> left(Patch patch, PatchAssignment target) {
        return patch.status() == PatchStatus.RUNNING
                ? begunSteps.read(target, patch.run(), patch.id()).map(PatchStep::left)
                : Optional.empty();
    }

    /**
     * What is offered no more is forgotten; what had gone wrong and is well now no longer stops the waves above. What
     * was begun and left is returned, to be looked at.
     */
    private Optional<PatchStep> settle(Patch patch, PatchAssignment target) {
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
}
