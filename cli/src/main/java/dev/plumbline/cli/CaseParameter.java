package dev.plumbline.cli;

import dev.plumbline.accounts.ledger.CaseWord;
import dev.plumbline.accounts.ledger.FindingCase;
import dev.plumbline.cli.deployment.Deployment;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The case that a command is about, and the deployment that knows it. */
final class CaseParameter {

    @Parameters(index = "0", paramLabel = "CASE", description = "Id of the case, as `findings list` shows it.")
    private String id = "";

    @Mixin
    private final DeploymentOptions options = new DeploymentOptions();

    Deployment deployment() {
        return options.deployment();
    }

    /** The case; a person who names none that is there is told. */
    FindingCase in(Deployment deployment) {
        return deployment
                .ledger()
                .cases()
                .find(id)
                .orElseThrow(() -> new Problem("there is no case " + id, "See ./plumbline findings list."));
    }

    /** Has a person's say on the case; 1 where it stands otherwise. */
    int say(Console console, CaseWord word, String reason) {
        Deployment deployment = deployment();
        return Answering.give(console, deployment, in(deployment), word, reason);
    }
}
