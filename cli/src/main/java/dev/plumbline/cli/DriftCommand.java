package dev.plumbline.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What was changed behind Plumbline's back: the commands below it. Without one of them it lists. */
@Command(
        name = "drift",
        synopsisSubcommandLabel = "[COMMAND]",
        description = {
            "Shows what was changed behind Plumbline's back, and puts it back.",
            "Alone it is `drift list`, and ends with 1 where there is any."
        },
        subcommands = {DriftListCommand.class, DriftShowCommand.class, DriftRevertCommand.class})
final class DriftCommand implements Callable<Integer> {

    @Mixin
    private final DriftListCommand list;

    DriftCommand(Console console) {
        this.list = new DriftListCommand(console);
    }

    @Override
    public Integer call() {
        return list.call();
    }
}
