package dev.plumbline.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what makes a shell complete this command's words. */
@Command(
        name = "completion",
        description = {"Prints completion for bash and zsh.", "For example: source <(./plumbline completion)"})
final class CompletionCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Console console;

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        console.out().print(AutoComplete.bash("plumbline", spec.root().commandLine()));
        console.out().flush();
    }
}
