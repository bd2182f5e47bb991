package dev.plumbline.cli;

import dev.plumbline.accounts.ledger.Run;
import dev.plumbline.cli.deployment.Deployment;
import dev.plumbline.cli.follow.RunFollower;
import dev.plumbline.cli.follow.RunReport;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows one run. */
@Command(
        name = "run",
        description = {
            "Shows a run: a line for each stack, and what came of it. One that has not ended is followed until it has.",
            "Ends with 1 where the run did not deploy everything."
        })
final class RunCommand implements Callable<Integer> {

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofHours(12);

    @Parameters(
            arity = "0..1",
            paramLabel = "RUN",
            description = "Id of the run, as `runs` lists it. Default: the last.")
    private @Nullable String run;

    @Mixin
    private final DeploymentOptions options = new DeploymentOptions();

    private final Console console;

    RunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Deployment deployment = options.deployment();
        RunPrinter printer = new RunPrinter(console);
        RunReport report =
                new RunFollower(deployment, PAUSE).follow(run == null ? last(deployment) : run, PATIENCE, printer);
        printer.summary(report);
        return report.good() ? 0 : 1;
    }

    private static String last(Deployment deployment) {
        return deployment.ledger().runs().recent(Instant.now(), 1).stream()
                .map(Run::id)
                .findFirst()
                .orElseThrow(() -> new Problem("there was no run yet", "Push to the live repository."));
    }
}
