package dev.plumbline.cli;

import dev.plumbline.cli.deployment.Deployment;
import dev.plumbline.cli.deployment.PlannedTarget;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Does now what the schedules would. */
@Command(
        name = "reconcile",
        description = {
            "Does now what the schedules would, and follows the run until it ends.",
            "Without TARGET it takes the head of the branch through the waves, as a push does: after a failure whose cause is gone, or for a push"
                    + " that was not heard; and sets the schedules. With TARGET, or all, it looks for drift there and reconciles at the revision that was"
                    + " deployed there last: a head is taken on by the waves alone.",
            "What is as it should be is left alone. Ends with 1 where something is not as it should be afterwards."
        })
final class ReconcileCommand implements Callable<Integer> {

    @Mixin
    private final TargetParameter target = new TargetParameter();

    @Mixin
    private final RunReason reason = new RunReason();

    @Mixin
    private final FollowOption follow = new FollowOption();

    @Mixin
    private final DeploymentOptions options = new DeploymentOptions();

    private final Console console;

    ReconcileCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Deployment deployment = options.deployment();
        StartedRun run = target.isGiven()
                ? StartedRun.of(
                        deployment,
                        reason.text(),
                        target.of(deployment).stream()
                                .map(PlannedTarget::target)
                                .toList(),
                        List.of())
                : StartedRun.now(deployment, reason.text());
        return run.follow(follow.wanted(), console);
    }
}
