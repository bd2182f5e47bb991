package dev.plumbline.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What was changed behind Plumbline's back: the commands below it. */
@Command(
        name = "drift",
        synopsisSubcommandLabel = "COMMAND",
        description = "Shows what was changed behind Plumbline's back, and puts it back.",
        subcommands = {DriftListCommand.class, DriftShowCommand.class, DriftRevertCommand.class})
final class DriftCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    private final Console console;

    DriftCommand(Console console) {
        this.console = console;
        this.spec = CommandSpec.create();
    }

    @Override
    public void run() {
        spec.commandLine().usage(console.out());
    }
}
