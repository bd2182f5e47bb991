package dev.plumbline.cli;

import dev.plumbline.accounts.ledger.CaseStatus;
import dev.plumbline.accounts.ledger.CaseWord;
import dev.plumbline.accounts.ledger.FindingCase;
import dev.plumbline.cli.deployment.Deployment;
import java.time.LocalDate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the rule that suppresses findings like one. */
@Command(
        name = "suppress",
        description = {
            "Writes the rule that suppresses findings like this one in its environment, to be committed to the live repository: what is let be is"
                    + " reviewed like everything else. A case that waits for an answer is declined."
        })
final class FindingsSuppressCommand implements Runnable {

    @Mixin
    private final CaseParameter wanted = new CaseParameter();

    @Option(names = "--until", paramLabel = "DATE", required = true, description = "The last day, such as 2027-01-31.")
    private LocalDate until = LocalDate.MIN;

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why this is no matter.")
    private String reason = "";

    private final Console console;

    FindingsSuppressCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        Deployment deployment = wanted.deployment();
        FindingCase of = wanted.in(deployment);
        console.note("Add this to environments/" + of.environment() + ".yaml and push:");
        console.line("findings:");
        console.line("  rules:");
        console.line("    - type: \"" + of.type() + "\"");
        console.line("      action: suppress");
        console.line("      until: \"" + until + "\"");
        console.line("      reason: \"" + reason.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
        if (of.status() == CaseStatus.WAITING) {
            var _ = Answering.give(console, deployment, of, CaseWord.DECLINED, reason);
        }
    }
}
