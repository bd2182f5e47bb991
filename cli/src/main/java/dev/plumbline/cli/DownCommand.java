package dev.plumbline.cli;

import dev.plumbline.cli.local.LocalOrganization;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops a local organisation. */
@Command(name = "down", description = "Stops the local organisation. Its state stays; `up` goes on with it.")
final class DownCommand implements Runnable {

    @Mixin
    private final HomeOption home = new HomeOption();

    private final Console console;

    DownCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        boolean ran = LocalOrganization.stop(home.folder());
        console.note(ran ? "stopped; its state is kept in " + home.folder() : "nothing was running");
    }
}
