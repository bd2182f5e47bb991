package dev.plumbline.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.plumbline.accounts.ledger.FindingCase;
import dev.plumbline.cli.findings.CasePage;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists cases. */
@Command(name = "list", description = "Lists the last cases, the newest first.")
final class FindingsListCommand implements Runnable {

    @Option(names = "--count", paramLabel = "N", description = "How many. Default: ${DEFAULT-VALUE}.")
    private int count = 50;

    @Option(names = "--open", description = "Only those that have not ended.")
    private boolean open;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final DeploymentOptions options = new DeploymentOptions();

    private final Console console;

    FindingsListCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        List<FindingCase> cases = options.deployment().ledger().cases().recent(Instant.now(), count).stream()
                .filter(found -> !open || !found.status().ended())
                .toList();
        if (output.isJson()) {
            ArrayNode documents = new ObjectMapper().createArrayNode();
            cases.forEach(found -> documents.add(new CasePage(found).document()));
            console.line(OutputOption.text(documents));
        } else {
            cases.forEach(found -> console.line(new CasePage(found).line()));
            if (cases.isEmpty()) {
                console.note(open ? "no case is open" : "no finding came");
            }
        }
    }
}
