package dev.plumbline.cli;

import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Patch;
import dev.plumbline.accounts.ledger.Run;
import dev.plumbline.cli.deployment.Deployment;
import dev.plumbline.cli.deployment.PlannedTarget;
import dev.plumbline.cli.patches.PatchLines;
import dev.plumbline.estate.TargetKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts patching without waiting for a window's schedule. */
@Command(
        name = "patch",
        description = {
            "Patches what runs, where a window is open; with --now wherever something can be patched, whatever the windows say. Waves, bake times,"
                    + " policies and holds count all the same.",
            "Ends with 1 where something went wrong."
        })
final class PatchCommand implements Callable<Integer> {

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofDays(14);

    @Mixin
    private final TargetParameter target = new TargetParameter();

    @Option(names = "--now", description = "Do not wait for windows.")
    private boolean now;

    @Option(names = "--dry-run", description = "Only say what would happen, and what waits for what.")
    private boolean dryRun;

    @Mixin
    private final RunReason reason = new RunReason();

    @Mixin
    private final FollowOption follow = new FollowOption();

    @Mixin
    private final DeploymentOptions options = new DeploymentOptions();

    private final Console console;

    PatchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Deployment deployment = options.deployment();
        List<TargetKey> targets =
                target.of(deployment).stream().map(PlannedTarget::target).toList();
        String run = StartedRun.newId();
        deployment.patch(run, targets, now, dryRun, reason.text());
        if (!follow.wanted()) {
            console.line("started " + run + ", shown by: ./plumbline patches");
            return 0;
        }
        Run ended = ended(deployment, run);
        List<Patch> patches = deployment.ledger().patches().of(targets).values().stream()
                .flatMap(List::stream)
                .filter(patch -> !patch.status().ended() || patch.run().equals(run))
                .toList();
        PatchLines lines = new PatchLines(Instant.now());
        lines.of(patches).forEach(console::line);
        boolean good = ended.outcome().filter(Outcome::good).isPresent();
        String told = ended.reason().isEmpty() ? "" : ": " + ended.reason();
        console.line((dryRun ? "nothing was applied" : lines.summary(patches, run)) + told);
        return good ? 0 : 1;
    }

    private static Run ended(Deployment deployment, String run) throws InterruptedException {
        Instant until = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(until)) {
            Optional<Run> found = deployment
                    .ledger()
                    .runs()
                    .find(run)
                    .filter(each -> each.endedAt().isPresent());
            if (found.isPresent()) {
                return found.get();
            }
            Thread.sleep(PAUSE);
        }
        throw new Problem("patching goes on", "./plumbline patches shows how far it is.");
    }
}
