package dev.plumbline.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What came of findings, and people's answers to them. Without a command below it, it lists. */
@Command(
        name = "findings",
        synopsisSubcommandLabel = "[COMMAND]",
        description = {
            "Shows what GuardDuty and AWS Config found and what was done about it, and takes a person's answers.",
            "Alone it is `findings list`."
        },
        subcommands = {
            FindingsListCommand.class,
            FindingsShowCommand.class,
            FindingsApproveCommand.class,
            FindingsDeclineCommand.class,
            FindingsUndoCommand.class,
            FindingsSuppressCommand.class,
        })
final class FindingsCommand implements Runnable {

    @Mixin
    private final FindingsListCommand list;

    FindingsCommand(Console console) {
        this.list = new FindingsListCommand(console);
    }

    @Override
    public void run() {
        list.run();
    }
}
