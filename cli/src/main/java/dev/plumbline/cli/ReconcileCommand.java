package dev.plumbline.cli;

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
        return StartedRun.now(options.deployment(), reason).follow(!noFollow, console);
    }
}
