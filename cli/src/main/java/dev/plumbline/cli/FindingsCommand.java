package dev.plumbline.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What came of findings, and people's answers to them. */
@Command(
        name = "findings",
        description =
                "Shows what GuardDuty and AWS Config found and what was done about it, and takes a person's answers.",
        subcommands = {
            FindingsListCommand.class,
            FindingsShowCommand.class,
            FindingsApproveCommand.class,
            FindingsDeclineCommand.class,
            FindingsUndoCommand.class,
            FindingsSuppressCommand.class,
        })
final class FindingsCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Console console;

    FindingsCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        spec.commandLine().usage(console.out());
    }
}
