package dev.plumbline.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.accounts.ledger.Line;
import dev.plumbline.accounts.ledger.Phase;
import dev.plumbline.accounts.ledger.Run;
import dev.plumbline.cli.deployment.Deployment;
import dev.plumbline.cli.deployment.PlannedTarget;
import dev.plumbline.cli.explain.Story;
import dev.plumbline.cli.follow.RunFollower;
import dev.plumbline.cli.follow.RunReport;
import dev.plumbline.estate.StackKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Tells the story of a run or a stack. */
@Command(
        name = "explain",
        description = {
            "Tells the story of a run, or of what happened to a stack last: the failing resource's own reason first, then what came of it, then"
                    + " what to do.",
            "Of a stack, and of what a run left half-way, CloudFormation is asked as well: the ledger knows only what runs have seen.",
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
            report.lines().stream()
                    .filter(line -> isCutOff(report.run(), line))
                    .forEach(line -> accountWord(deployment, line.stack(), Story.of(report.run(), line))
                            .forEach(console::line));
            Story.of(report).forEach(console::line);
        }
    }

    private void stack(Deployment deployment) {
        for (Run run : deployment.ledger().runs().recent(Instant.now(), RUNS)) {
            Optional<Line> line = deployment.ledger().progress().lines(run.id()).stream()
                    .filter(this::isMeant)
                    .findFirst();
            if (line.isPresent()) {
                accountWord(deployment, line.get().stack(), Story.of(run, line.get()))
                        .forEach(console::line);
                return;
            }
        }
        for (PlannedTarget target : deployment.targets()) {
            for (String name : target.stacks()) {
                StackKey stack = new StackKey(target.target(), name);
                if (isMeant(target.environment(), stack)) {
                    accountWord(deployment, stack, List.of("The last " + RUNS + " runs left it alone."))
                            .forEach(console::line);
                    return;
                }
            }
        }
        throw new Problem(
                "none of the last " + RUNS + " runs turned to a stack " + subject,
                "`plumbline status` shows the stacks that there are, and what is deployed.");
    }

    /** A run that was stopped could not write how its stacks ended; their account knows. */
    private static boolean isCutOff(Run run, Line line) {
        return run.endedAt().isPresent()
                && (line.phase() == Phase.CHANGING
                        || line.phase() == Phase.EXECUTING
                        || line.phase() == Phase.VERIFYING);
    }

    private static List<String> accountWord(Deployment deployment, StackKey stack, List<String> told) {
        try {
            JsonNode seen = deployment.functions().lookAt(stack);
            return Story.withAccountWord(
                    told,
                    seen.path("status").asText(),
                    seen.path("changedAt").asText(),
                    seen.path("failure").asText());
        } catch (Problem problem) {
            return Stream.concat(told.stream(), Stream.of("  Its account could not be looked into: " + problem.what()))
                    .toList();
        }
    }

    private boolean isMeant(Line line) {
        return isMeant(line.environment(), line.stack());
    }

    private boolean isMeant(String environment, StackKey stack) {
        return subject.equals(environment + "/" + stack.stack())
                || subject.equals(environment + "/" + stack.target().region() + "/" + stack.stack());
    }
}
