package dev.plumbline.tasks.patch;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Patch;
import dev.plumbline.accounts.ledger.PatchStatus;
import dev.plumbline.tasks.directory.Branch;
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
    private final Directories directories;
    private final Branch branch;
    private final Offers offers;
    private final EarlierRuns earlierRuns;
    private final Notes notes;
    private final InstantSource clock;

    @Inject
    LookTask(
            Ledger ledger,
            Directories directories,
            Branch branch,
            Offers offers,
            EarlierRuns earlierRuns,
            InstantSource clock) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.directories = requireNonNull(directories, "directories is null");
        this.branch = requireNonNull(branch, "branch is null");
        this.offers = requireNonNull(offers, "offers is null");
        this.earlierRuns = requireNonNull(earlierRuns, "earlierRuns is null");
        this.notes = new Notes(ledger);
        this.clock = requireNonNull(clock, "clock is null");
    }

    PatchAnswer.Looked look(PatchAssignment target) {
        Instant now = clock.instant();
        Directory directory = directories.deployed(branch.ref());
        List<Patch> known = ledger.patches().of(target.target());
        WavesBelow below = new WavesBelow(
                ledger, directory, target.run(), (lower, at, its) -> offers.to(at, List.of(lower), its, target.run()));
        Gating gating = new Gating(now, target.now(), below);
        List<PatchStep> steps = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Offer offer : offers.to(target.target(), stacks(target, directory), known, target.run())) {
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
                ledger.patches().put(Notes.there(target.target(), offer, now));
                continue;
            }
            if (failed && before.get().run().equals(target.run())) {
                // Not begun again by the run in which it went wrong, and told as such until the next one looks.
                continue;
            }
            Gating.Decided decided = gating.on(offer);
            if (running) {
                earlierRuns.noteStopped(before.get(), decided, target);
            } else {
                notes.put(Notes.of(target.target(), offer, decided, now), known);
            }
            if (decided.begins() && !target.dryRun()) {
                steps.add(running ? offer.step().again() : offer.step());
            }
        }
        for (Patch patch : known) {
            if (target.stacks().contains(patch.stack().stack()) && !seen.contains(patch.id())) {
                earlierRuns.settle(patch, target).ifPresent(steps::addFirst);
            }
        }
        return new PatchAnswer.Looked(steps, now.toEpochMilli());
    }

    /** The ledger holds one record of each patch of a target that is not done. */
    private static Optional<Patch> before(PatchStep step, List<Patch> known) {
        return known.stream().filter(patch -> patch.id().equals(step.id())).findFirst();
    }

    /** Those of the target that are declared there still. */
    private static List<PatchableStack> stacks(PatchAssignment target, Directory directory) {
        return target.stacks().stream()
                .flatMap(name -> directory.patchable(target.account(), name).stream())
                .filter(stack -> stack.regions().contains(target.region()))
                .toList();
    }
}
