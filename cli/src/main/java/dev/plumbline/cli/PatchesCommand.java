package dev.plumbline.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.plumbline.accounts.ledger.Patch;
import dev.plumbline.accounts.ledger.Patches;
import dev.plumbline.cli.deployment.Deployment;
import dev.plumbline.cli.deployment.PlannedTarget;
import dev.plumbline.cli.patches.PatchLines;
import dev.plumbline.estate.TargetKey;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists what can be patched. */
@Command(
        name = "patches",
        description = {
            "Lists what can be patched where, since when, what it waits for and when its window opens, as it was last seen: a window looks, and"
                    + " so does `plumbline patch --dry-run`.",
            "With --done it lists what was applied, with the versions before and after."
        })
final class PatchesCommand implements Runnable {

    @Mixin
    private final TargetParameter target = new TargetParameter();

    @Option(names = "--done", description = "List what was applied, the newest first.")
    private boolean done;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "How many of each target, with --done. Default: ${DEFAULT-VALUE}.")
    private int count = 20;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final DeploymentOptions options = new DeploymentOptions();

    private final Console console;

    PatchesCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        Deployment deployment = options.deployment();
        List<TargetKey> targets =
                target.of(deployment).stream().map(PlannedTarget::target).toList();
        Patches patches = deployment.ledger().patches();
        List<Patch> found = done
                ? targets.stream()
                        .flatMap(each -> patches.applied(each, count).stream())
                        .toList()
                : patches.of(targets).values().stream()
                        .flatMap(List::stream)
                        .filter(patch -> !patch.status().ended())
                        .toList();
        PatchLines lines = new PatchLines(Instant.now());
        if (output.isJson()) {
            ArrayNode documents = new ObjectMapper().createArrayNode();
            found.forEach(patch -> documents.add(PatchLines.document(patch)));
            console.line(OutputOption.text(documents));
        } else if (found.isEmpty()) {
            console.line(done ? "nothing was applied yet" : "nothing to patch was seen");
        } else {
            lines.of(found).forEach(console::line);
        }
    }
}
