package dev.plumbline.tasks.patch;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Run;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.estate.patching.Patching;
import dev.plumbline.tasks.assignment.RunDocuments;
import dev.plumbline.tasks.assignment.RunNames;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.directory.Branch;
import dev.plumbline.tasks.directory.Directories;
import dev.plumbline.tasks.directory.PatchableStack;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds out which targets have a window that is open, or are meant by a person. Asks no account anything. */
final class DiscoverTask {

    private final Ledger ledger;
    private final Bucket bucket;
    private final Directories directories;
    private final Branch branch;
    private final Binder binder;
    private final InstantSource clock;

    @Inject
    DiscoverTask(
            Ledger ledger, Bucket bucket, Directories directories, Branch branch, Binder binder, InstantSource clock) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.bucket = requireNonNull(bucket, "bucket is null");
        this.directories = requireNonNull(directories, "directories is null");
        this.branch = requireNonNull(branch, "branch is null");
        this.binder = requireNonNull(binder, "binder is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    PatchAnswer.Discovered discover(PatchInput.Discover input) {
        PatchWish wish = input.input();
        ledger.runs()
                .begin(Run.begins(
                        input.run(),
                        "patch-" + wish.trigger(),
                        branch.ref(),
                        Instant.parse(input.startedAt()),
                        wish.reason()));
        SortedMap<Integer, SortedMap<TargetKey, List<PatchableStack>>> found = new TreeMap<>();
        SortedSet<String> shut = new TreeSet<>();
        int concurrency = Integer.MAX_VALUE;
        for (PatchableStack stack : directories.deployed(branch.ref()).patchable()) {
            Patching patching = stack.patching().read();
            for (TargetKey target : stack.targets()) {
                if (!wish.means(target)) {
                    continue;
                }
                if (wish.now() || wish.dryRun() || open(patching)) {
                    found.computeIfAbsent(stack.wave(), wave -> new TreeMap<>())
                            .computeIfAbsent(target, key -> new ArrayList<>())
                            .add(stack);
                    concurrency = Math.min(concurrency, patching.concurrency());
                } else {
                    patching.blackedOut(clock.instant())
                            .ifPresent(blackout -> shut.add(stack.environment() + " has " + blackout.told()));
                }
            }
        }
        if (found.isEmpty()) {
            return new PatchAnswer.Discovered("nothing", nothing(shut), List.of(), 1);
        }
        List<PatchAnswer.Wave> waves = new ArrayList<>();
        for (var wave : found.entrySet()) {
            waves.add(new PatchAnswer.Wave(wave.getKey(), written(input, wave.getKey(), wave.getValue())));
        }
        return new PatchAnswer.Discovered("found", "", waves, concurrency);
    }

    private static String nothing(SortedSet<String> shut) {
        return "No window is open" + (shut.isEmpty() ? "" : ": " + String.join("; ", shut)) + ".";
    }

    private boolean open(Patching patching) {
        return patching.open(clock.instant()).isPresent();
    }

    private String written(PatchInput.Discover input, int wave, SortedMap<TargetKey, List<PatchableStack>> targets) {
        List<PatchAssignment> assignments = new ArrayList<>();
        targets.forEach((target, stacks) -> assignments.add(new PatchAssignment(
                new RunNames(input.run()).execution(wave, target),
                input.run(),
                stacks.getFirst().environment(),
                target.account(),
                target.region(),
                wave,
                stacks.stream().map(PatchableStack::stack).toList(),
                input.input().now(),
                input.input().dryRun())));
        String key = RunDocuments.wave(input.run(), wave);
        bucket.putJson(key, binder.tree(assignments));
        return key;
    }
}
