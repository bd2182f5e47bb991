package dev.plumbline.cli;

import dev.plumbline.accounts.ledger.FindingCase;
import dev.plumbline.cli.deployment.Deployment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lets a fix go on. */
@Command(
        name = "approve",
        description = {
            "Lets the steps that `findings show` shows be carried out.",
            "They are looked at again first: where something else would have to be done by then, it is asked again."
        })
final class FindingsApproveCommand implements Runnable {

    @Mixin
    private final CaseParameter wanted = new CaseParameter();

    private final Console console;

    FindingsApproveCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        Deployment deployment = wanted.deployment();
        FindingCase of = wanted.in(deployment);
        Answering.give(deployment, of, true);
        console.line("approved " + of.id() + "; see ./plumbline findings show " + of.id());
    }
}
