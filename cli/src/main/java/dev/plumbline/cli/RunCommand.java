package dev.plumbline.cli;

import dev.plumbline.accounts.ledger.Phase;
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
import picocli.CommandLine.Option;
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

    @Option(names = "--no-follow", description = "Show how it stands now, and do not wait for its end.")
    private boolean noFollow;

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
        RunFollower follower = new RunFollower(deployment, PAUSE);
        String id = run == null ? last(deployment) : run;
        RunReport report = noFollow ? now(follower, id, printer) : follower.follow(id, PATIENCE, printer);
        printer.summary(report);
        return report.good() ? 0 : 1;
    }

    private static RunReport now(RunFollower follower, String run, RunPrinter printer) {
        RunReport report = follower.report(run)
                .orElseThrow(
                        () -> new Problem("there is no run " + run, "./plumbline runs lists those that there were."));
        report.lines().stream().filter(line -> line.phase() == Phase.DONE).forEach(printer::done);
        report.lines().stream().filter(line -> line.phase() != Phase.DONE).forEach(printer::going);
        report.questions().stream()
                .filter(question -> question.answer().isEmpty())
                .forEach(printer::asked);
        return report;
    }

    private static String last(Deployment deployment) {
        return deployment.ledger().runs().recent(Instant.now(), 1).stream()
                .map(Run::id)
                .findFirst()
                .orElseThrow(() -> new Problem("there was no run yet", "Push to the live repository."));
    }
}
