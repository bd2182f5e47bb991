package dev.plumbline.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.ledger.DriftRecord;
import dev.plumbline.accounts.ledger.DriftState;
import dev.plumbline.cli.Console.Style;
import dev.plumbline.cli.deployment.Deployment;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists drift. */
@Command(
        name = "list",
        description = {
            "Lists what was found changed or deleted behind Plumbline's back and is still not as declared, and what AWS itself has"
                    + " moved, which is no drift. Asks no account but the hub; `reconcile` looks.",
            "Ends with 1 where there is any drift."
        })
final class DriftListCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The states whose reason tells a person what to do, or who has decided. */
    private static final Set<DriftState> IN_WORDS = Set.of(DriftState.REJECTED, DriftState.MOVED);

    @Mixin
    private final TargetParameter target = new TargetParameter();

    @Option(names = "--all", description = "Also what was put back, or did not count.")
    private boolean all;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final DeploymentOptions options = new DeploymentOptions();

    private final Console console;

    DriftListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Deployment deployment = options.deployment();
        List<DriftRecord> found = DriftFindings.in(deployment, target.of(deployment)).stream()
                .filter(record -> all || record.state().open() || record.state() == DriftState.MOVED)
                .toList();
        if (output.isJson()) {
            ObjectNode document = JSON.createObjectNode();
            ArrayNode drift = document.putArray("drift");
            found.forEach(record -> drift.add(DriftFindings.describe(deployment, record)));
            console.line(OutputOption.text(document));
        } else {
            found.forEach(record -> print(deployment, record));
            if (found.isEmpty()) {
                console.line("no drift is known");
            }
        }
        return found.stream().anyMatch(record -> record.state().open()) ? 1 : 0;
    }

    private void print(Deployment deployment, DriftRecord record) {
        Style style = record.state().open() ? Style.YELLOW : Style.FAINT;
        console.line("%-16s %-12s %-18s %s, %s%s"
                .formatted(
                        record.environment(),
                        record.target().region(),
                        record.subject(),
                        console.styled(record.state().label(), style),
                        record.lastAt(),
                        record.count() > 1 ? ", " + record.count() + " times since " + record.firstAt() : ""));
        record.entries().forEach(entry -> console.line("    " + entry));
        if (IN_WORDS.contains(record.state()) && !record.reason().isEmpty()) {
            console.line("    " + record.reason());
        }
        Stream.concat(DriftFindings.advice(deployment, record).stream(), DriftFindings.keeping(record).stream())
                .forEach(line -> console.line(console.styled("    " + line, Style.FAINT)));
    }
}
