package dev.plumbline.cli;

import dev.plumbline.accounts.ledger.Head;
import dev.plumbline.accounts.ledger.Run;
import dev.plumbline.cli.deployment.Deployment;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Goes on where a run stopped. */
@Command(
        name = "resume",
        description = {
            "Goes on where a run stopped: starts a run of the same commit, which leaves alone what stands and does the rest. A run that has not ended is"
                    + " followed.",
            "Refused where a newer commit is the head: that one is deployed, by its own run. Ends with 1 where not everything was deployed."
        })
final class ResumeCommand implements Callable<Integer> {

    @Parameters(paramLabel = "RUN", description = "Id of the run, as `runs` lists it.")
    private String stopped = "";

    @Mixin
    private final FollowOption follow = new FollowOption();

    @Mixin
    private final DeploymentOptions options = new DeploymentOptions();

    private final Console console;

    ResumeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Deployment deployment = options.deployment();
        Run run = deployment
                .ledger()
                .runs()
                .find(stopped)
                .orElseThrow(() ->
                        new Problem("there is no run " + stopped, "./plumbline runs lists those that there were."));
        if (run.endedAt().isEmpty()) {
            console.line(stopped + " has not ended");
            return new StartedRun(deployment, stopped).follow(follow.wanted(), console);
        }
        if (run.commit().isEmpty()) {
            throw new Problem(
                    "run " + stopped + " took up no commit: there is nothing to go on with",
                    "./plumbline reconcile [TARGET] looks again, at the commit that is deployed there.");
        }
        Head head = deployment.head(run.ref());
        if (!head.commit().equals(run.commit())) {
            throw new Problem(
                    "run " + stopped + " deployed commit " + run.commit() + ", and " + head.commit()
                            + " is the head of the branch now",
                    "./plumbline reconcile starts a run of the head.");
        }
        return StartedRun.now(deployment, "goes on where " + stopped + " stopped")
                .follow(follow.wanted(), console);
    }
}
