package dev.plumbline.tasks.patch;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.calls.Calls;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Patch;
import dev.plumbline.accounts.ledger.PatchStatus;
import dev.plumbline.accounts.ledger.StackRecord;
import dev.plumbline.accounts.ledger.TargetState;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.accounts.session.Role;
import dev.plumbline.accounts.session.Sessions;
import dev.plumbline.estate.patching.Patchable;
import dev.plumbline.tasks.cost.Costs;
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
    private final Sessions sessions;
    private final Directories directories;
    private final Patchers patchers;
    private final PatchBranch branch;
    private final Costs costs;
    private final Notes notes;
    private final InstantSource clock;

    @Inject
    LookTask(
            Ledger ledger,
            Sessions sessions,
            Directories directories,
            Patchers patchers,
            PatchBranch branch,
            Costs costs,
            InstantSource clock) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.sessions = requireNonNull(sessions, "sessions is null");
        this.directories = requireNonNull(directories, "directories is null");
        this.patchers = requireNonNull(patchers, "patchers is null");
        this.branch = requireNonNull(branch, "branch is null");
        this.costs = requireNonNull(costs, "costs is null");
        this.notes = new Notes(ledger);
        this.clock = requireNonNull(clock, "clock is null");
    }

    PatchAnswer.Looked look(PatchAssignment target) {
        Instant now = clock.instant();
        Directory directory = directories.newest(branch.ref());
        List<Patch> known = ledger.patches().of(target.target());
        Gating gating = new Gating(now, target.now(), new WavesBelow(ledger, directory));
        List<PatchStep> steps = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Subject subject : subjects(target, directory, known)) {
            for (Offer offer : offers(target, subject, now)) {
                Optional<Patch> failed = failed(offer.step(), known);
                if (offer.there() && failed.isPresent()) {
                    // It is there and was not well with it: settled below, by what verification finds.
                    continue;
                }
                seen.add(offer.step().id());
                if (offer.there()) {
                    ledger.patches().put(Notes.there(target.target(), subject, offer, now));
                    continue;
                }
                if (failed.filter(patch -> patch.run().equals(target.run())).isPresent()) {
                    // Not begun again by the run in which it went wrong, and told as such until the next one looks.
                    continue;
                }
                Gating.Decided decided = gating.on(subject, offer);
                notes.put(Notes.of(target.target(), subject, offer, decided, now), known);
                if (decided.begins() && !target.dryRun()) {
                    steps.add(offer.step());
                }
            }
        }
        known.stream()
                .filter(patch -> target.stacks().contains(patch.stack().stack()) && !seen.contains(patch.id()))
                .forEach(this::settle);
        return new PatchAnswer.Looked(steps, now.toEpochMilli());
    }

    /** The ledger holds one record of each patch of a target that is not done. */
    private static Optional<Patch> failed(PatchStep step, List<Patch> known) {
        return known.stream()
                .filter(patch -> patch.id().equals(step.id()) && patch.status() == PatchStatus.FAILED)
                .findFirst();
    }

    private List<Subject> subjects(PatchAssignment target, Directory directory, List<Patch> known) {
        TargetState state = ledger.targets().read(target.target());
        List<Subject> subjects = new ArrayList<>();
        for (PatchableStack stack : directory.patchable()) {
            Optional<StackRecord> record = Optional.ofNullable(state.stacks().get(stack.stack()))
                    .filter(deployed -> !deployed.digest().isEmpty());
            boolean meant = stack.account().equals(target.account())
                    && stack.regions().contains(target.region())
                    && target.stacks().contains(stack.stack());
            if (meant && record.isPresent()) {
                for (Patchable patchable : stack.patchables()) {
                    if (patchers.knows(patchable.kind())) {
                        subjects.add(
                                new Subject(stack, patchable, stack.patching().read(), record.get(), known));
                    }
                }
            }
        }
        return subjects;
    }

    private List<Offer> offers(PatchAssignment target, Subject subject, Instant now) {
        Patcher patcher = patchers.of(subject.patchable().kind());
        Calls calls = Calls.in(sessions.assume(target.target(), Role.PATCH, target.run()));
        return costs.counted(
                target.run(),
                target.target(),
                "look/" + subject.stack().stack() + "/" + patcher.kind().word(),
                () -> patcher.look(subject, new Account(calls, patcher.operations(), target.run(), now)));
    }

    /** What is offered no more is forgotten; what had gone wrong and is well now no longer stops the waves above. */
    private void settle(Patch patch) {
        if (!patch.status().ended()) {
            ledger.patches().forget(patch);
        } else if (patch.status() == PatchStatus.FAILED
                && ledger.stacks().read(patch.stack()).verdict() == Verdict.HEALTHY) {
            ledger.patches().put(patch.becomes(PatchStatus.DONE, "it went wrong, and was put right since"));
        }
    }
}
