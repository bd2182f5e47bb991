package dev.plumbline.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What others do for a company that no AWS account does, on the local organisation. */
@Command(
        name = "play",
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Plays somebody outside of AWS on the local organisation: the registrar of its domain, or the pipeline of its example application.",
        subcommands = {PlayRegistrarCommand.class, PlayPipelineCommand.class})
final class PlayCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Console console;

    PlayCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        spec.commandLine().usage(console.out());
    }
}
