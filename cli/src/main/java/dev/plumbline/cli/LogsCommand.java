package dev.plumbline.cli;

import dev.plumbline.cli.local.LocalLogs;
import dev.plumbline.cli.local.LocalOrganization;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows logs of the local organisation. */
@Command(
        name = "logs",
        description = {
            "Shows the logs of the local organisation: of a function (webhook, plan, provision, verify, report, schedule, observe, remediate, patch), or of"
                    + " emulator, host or sam-deploy.",
            "On AWS the functions' logs are in CloudWatch, in /aws/lambda/plumbline-FUNCTION."
        })
final class LogsCommand implements Runnable {

    @Parameters(arity = "0..1", paramLabel = "FUNCTION", description = "Whose log. Default: those of all functions.")
    private @Nullable String function;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on showing what is written, until interrupted.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "How many lines of each log. Default: ${DEFAULT-VALUE}.")
    private int lines = 40;

    @Mixin
    private final HomeOption home = new HomeOption();

    private final Console console;

    LogsCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        LocalLogs logs = LocalOrganization.logs(home.folder());
        List<Path> files = function == null ? logs.functions() : List.of(logs.of(function));
        boolean named = files.size() > 1;
        logs.show(
                files,
                lines,
                follow,
                (name, line) -> console.line(named ? console.styled(name + " | ", Console.Style.FAINT) + line : line));
    }
}
