package dev.plumbline.cli;

import dev.plumbline.cli.deployment.Deployment;
import dev.plumbline.cli.follow.RunFollower;
import dev.plumbline.cli.follow.RunReport;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts a run without a push. */
@Command(
        name = "reconcile",
        description = {
            "Starts a run of the branch's head, as a push would, and follows it until it ends: after a failure whose cause is gone, or for a push"
                    + " that was not heard.",
            "What is as it should be is left alone. Ends with 1 where the run did not deploy everything."
        })
final class ReconcileCommand implements Callable<Integer> {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofHours(12);

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for those who read of the run.")
    private String reason = "";

    @Option(names = "--no-follow", description = "Return when the run has been started.")
    private boolean noFollow;

    @Mixin
    private final DeploymentOptions options = new DeploymentOptions();

    private final Console console;

    ReconcileCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Deployment deployment = options.deployment();
        String run = "person-" + STAMP.format(Instant.now()) + "-"
                + UUID.randomUUID().toString().substring(0, 8);
        deployment.reconcile(run, reason);
        if (noFollow) {
            console.line("started " + run + ", shown by: ./plumbline run " + run);
            return 0;
        }
        RunPrinter printer = new RunPrinter(console);
        RunReport report = new RunFollower(deployment, PAUSE).follow(run, PATIENCE, printer);
        printer.summary(report);
        return report.good() ? 0 : 1;
    }
}
