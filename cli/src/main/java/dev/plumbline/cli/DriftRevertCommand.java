package dev.plumbline.cli;

import dev.plumbline.accounts.ledger.DriftRecord;
import dev.plumbline.accounts.ledger.DriftState;
import dev.plumbline.cli.deployment.Deployment;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Puts drift back that policy would not. */
@Command(
        name = "revert",
        description = {
            "Puts back what was found in a stack last, whatever the policy says, and follows the run until it is verified. What"
                    + " was found must still be so: other drift of the stack is decided by policy.",
            "A resource that held data and was deleted is made again empty. Ends with 1 where something is not as it should be"
                    + " afterwards."
        })
final class DriftRevertCommand implements Callable<Integer> {

    @Mixin
    private final DriftParameters parameters = new DriftParameters();

    @Mixin
    private final RunReason reason = new RunReason();

    @Mixin
    private final FollowOption follow = new FollowOption();

    @Mixin
    private final DeploymentOptions options = new DeploymentOptions();

    private final Console console;

    DriftRevertCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Deployment deployment = options.deployment();
        DriftRecord record = DriftFindings.last(deployment, parameters.targets(deployment), parameters.stack());
        if (record.state() == DriftState.MOVED) {
            throw new Problem("AWS takes back for nobody what it has moved in " + parameters.stack(), record.reason());
        }
        if (!record.state().open()) {
            throw new Problem(
                    "the drift of " + parameters.stack() + " that was found last is "
                            + record.state().label(),
                    "Look whether there is any now: ./plumbline reconcile " + record.environment() + ".");
        }
        record.entries().forEach(entry -> console.note("putting back: " + entry));
        return StartedRun.of(deployment, reason.text(), List.of(record.target()), List.of(record.digest()))
                .follow(follow.wanted(), console);
    }
}
