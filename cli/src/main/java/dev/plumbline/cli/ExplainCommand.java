package dev.plumbline.cli;

import dev.plumbline.accounts.ledger.Line;
import dev.plumbline.accounts.ledger.Run;
import dev.plumbline.cli.deployment.Deployment;
import dev.plumbline.cli.explain.Story;
import dev.plumbline.cli.follow.RunFollower;
import dev.plumbline.cli.follow.RunReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Tells the story of a run or a stack. */
@Command(
        name = "explain",
        description = {
            "Tells the story of a run, or of what happened to a stack last: the failing resource's own reason first, then what came of it, then"
                    + " what to do.",
            "A stack is named ENVIRONMENT/STACK, or ENVIRONMENT/REGION/STACK where it is in several regions."
        })
final class ExplainCommand implements Runnable {

    /** How far back a stack's last change is looked for. */
    private static final int RUNS = 50;

    @Parameters(paramLabel = "RUN|STACK", description = "Id of a run, as `runs` lists it, or a stack.")
    private String subject = "";

    @Mixin
    private final DeploymentOptions options = new DeploymentOptions();

    private final Console console;

    ExplainCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        Deployment deployment = options.deployment();
        if (subject.contains("/")) {
            stack(deployment);
        } else {
            RunReport report = new RunFollower(deployment, Duration.ofSeconds(1))
                    .report(subject)
                    .orElseThrow(() -> new Problem(
                            "there is no run " + subject,
                            "./plumbline runs lists those that there were; a stack is named ENVIRONMENT/STACK."));
            Story.of(report).forEach(console::line);
        }
    }

    private void stack(Deployment deployment) {
        for (Run run : deployment.ledger().runs().recent(Instant.now(), RUNS)) {
            Optional<Line> line = deployment.ledger().progress().lines(run.id()).stream()
                    .filter(this::isMeant)
                    .findFirst();
            if (line.isPresent()) {
                Story.of(run, line.get()).forEach(console::line);
                return;
            }
        }
        throw new Problem(
                "none of the last " + RUNS + " runs turned to a stack " + subject,
                "`plumbline status` shows the stacks that there are, and what is deployed.");
    }

    private boolean isMeant(Line line) {
        String stack = line.stack().stack();
        return subject.equals(line.environment() + "/" + stack)
                || subject.equals(
                        line.environment() + "/" + line.stack().target().region() + "/" + stack);
    }
}
