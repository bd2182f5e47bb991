package dev.plumbline.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.cli.Console.Style;
import dev.plumbline.cli.deployment.Deployment;
import dev.plumbline.cli.verify.Finding;
import dev.plumbline.cli.verify.StackVerdict;
import dev.plumbline.cli.verify.Verification;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Looks, now, whether what is deployed is as it should be. */
@Command(
        name = "verify",
        description = {
            "Looks at the live resources of every stack, now, and says which checks do not hold.",
            "Ends with 1 where any does not."
        })
final class VerifyCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private final TargetParameter target = new TargetParameter();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final DeploymentOptions options = new DeploymentOptions();

    private final Console console;

    VerifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Deployment deployment = options.deployment();
        List<StackVerdict> verdicts = new Verification(deployment).of(target.of(deployment), verdict -> {
            if (!output.isJson()) {
                print(verdict);
            }
        });
        boolean healthy = verdicts.stream().allMatch(StackVerdict::healthy);
        if (output.isJson()) {
            console.line(OutputOption.text(document(verdicts, healthy)));
        }
        return healthy ? 0 : 1;
    }

    private void print(StackVerdict verdict) {
        String found =
                verdict.healthy() ? console.styled("healthy", Style.GREEN) : console.styled("unhealthy", Style.RED);
        console.line("%-16s %-12s %-18s %s, %d of %d checks hold"
                .formatted(
                        verdict.environment(),
                        verdict.stack().target().region(),
                        verdict.stack().stack(),
                        found,
                        verdict.holding(),
                        verdict.findings().size()));
        verdict.findings().stream().filter(finding -> !finding.ok()).forEach(this::print);
        if (!verdict.healthy() && verdict.findings().stream().allMatch(Finding::ok)) {
            console.line("    " + verdict.reason());
        }
    }

    private void print(Finding finding) {
        console.line("    " + finding.resource() + ": " + finding.says());
        console.line("      expected " + finding.expected());
        console.line("      seen     " + finding.seen());
    }

    private static ObjectNode document(List<StackVerdict> verdicts, boolean healthy) {
        ObjectNode document = JSON.createObjectNode().put("healthy", healthy);
        ArrayNode stacks = document.putArray("stacks");
        for (StackVerdict verdict : verdicts) {
            ObjectNode stack = stacks.addObject()
                    .put("environment", verdict.environment())
                    .put("account", verdict.stack().target().account())
                    .put("region", verdict.stack().target().region())
                    .put("stack", verdict.stack().stack())
                    .put("healthy", verdict.healthy())
                    .put("reason", verdict.reason());
            stack.set("checks", JSON.valueToTree(verdict.findings()));
        }
        return document;
    }
}
