package dev.plumbline.cli;

import dev.plumbline.cli.local.LocalOrganization;
import dev.plumbline.cli.local.Registrar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lets the local registrar refer to the name servers of the estate's domain. */
@Command(
        name = "registrar",
        description = {
            "Lets the registrar of the estate's domain refer to the name servers of its zone in the hub, as a person does at theirs after the first"
                    + " push. From then on certificates are issued.",
            "Then set Certificate: \"true\" in plumbline.yaml, commit and push: the second push."
        })
final class PlayRegistrarCommand implements Runnable {

    @Mixin
    private final HomeOption home = new HomeOption();

    private final Console console;

    PlayRegistrarCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        Registrar.Delegation told = LocalOrganization.registrar(home.folder()).refer();
        console.line("the registrar of " + told.domain() + " refers to " + String.join(", ", told.nameServers()));
    }
}
