package dev.plumbline.cli;

import dev.plumbline.accounts.ledger.CaseStatus;
import dev.plumbline.accounts.ledger.FindingCase;
import dev.plumbline.accounts.ledger.FindingCase.Facts;
import dev.plumbline.cli.deployment.Deployment;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Takes a fix back. */
@Command(
        name = "undo",
        description = {
            "Takes back what was done about a finding, as far as the playbook can: the resource is again as it was.",
            "What a stack owns is not taken back by this: revert the commit, or change the live repository."
        })
final class FindingsUndoCommand implements Runnable {

    @Mixin
    private final CaseParameter wanted = new CaseParameter();

    private final Console console;

    FindingsUndoCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        Deployment deployment = wanted.deployment();
        FindingCase of = wanted.in(deployment);
        if (of.status() != CaseStatus.FIXED
                || of.text(Facts.STEPS).isEmpty()
                || !of.text(Facts.STACK).isEmpty()) {
            throw new Problem(
                    "there is nothing to take back of the case " + of.id() + ", which is "
                            + of.status().label(),
                    "See ./plumbline findings show " + of.id() + ".");
        }
        deployment.undo("undo-" + of.id() + "-" + UUID.randomUUID(), of.id(), CaseParameter.person());
        console.line("taking back " + of.id() + "; see ./plumbline findings show " + of.id());
    }
}
