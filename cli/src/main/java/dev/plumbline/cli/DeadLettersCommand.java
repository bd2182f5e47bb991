package dev.plumbline.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What could not be delivered. Without a command below it, it lists. */
@Command(
        name = "dead-letters",
        synopsisSubcommandLabel = "[COMMAND]",
        description = {
            "Shows the events that the control plane could not handle, and delivers them again.",
            "Alone it is `dead-letters list`."
        },
        subcommands = {DeadLettersListCommand.class, DeadLettersReplayCommand.class})
final class DeadLettersCommand implements Runnable {

    @Mixin
    private final DeadLettersListCommand list;

    DeadLettersCommand(Console console) {
        this.list = new DeadLettersListCommand(console);
    }

    @Override
    public void run() {
        list.run();
    }
}
