package dev.plumbline.cli;

import dev.plumbline.accounts.ledger.FindingCase;
import dev.plumbline.cli.deployment.Deployment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lets a resource be as it is. */
@Command(
        name = "decline",
        description = "Leaves the resource as it is. The same finding says nothing new until the cool-down is over.")
final class FindingsDeclineCommand implements Runnable {

    @Mixin
    private final CaseParameter wanted = new CaseParameter();

    private final Console console;

    FindingsDeclineCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        Deployment deployment = wanted.deployment();
        FindingCase of = wanted.in(deployment);
        Answering.give(deployment, of, false);
        console.line("declined " + of.id());
    }
}
