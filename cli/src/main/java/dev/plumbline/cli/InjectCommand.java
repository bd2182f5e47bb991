package dev.plumbline.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.cli.local.LocalAccount;
import dev.plumbline.cli.local.LocalOrganization;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts an event on a local account's bus as an AWS service would. */
@Command(
        name = "inject",
        description = {
            "Puts an event on the default bus of a local account, as the AWS service does that it names: a finding of GuardDuty, a rule of Config that"
                    + " is broken. (Nobody else may name an AWS service as the source of an event.)",
            "Account and region are those of the environment, whatever the event says of them."
        })
final class InjectCommand implements Runnable {

    @Parameters(
            index = "0",
            paramLabel = "ENVIRONMENT",
            description = "dev, stage, prod, security or shared-services (the hub).")
    private String environment = "";

    @Parameters(
            index = "1",
            paramLabel = "EVENT.json",
            description = "File with the event, as EventBridge delivers it.")
    private Path file = Path.of("");

    @Option(names = "--region", paramLabel = "REGION", description = "Region of the bus. Default: ${DEFAULT-VALUE}.")
    private String region = "eu-west-1";

    @Mixin
    private final HomeOption home = new HomeOption();

    private final Console console;

    InjectCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        String id = LocalOrganization.emulator(home.folder()).inject(LocalAccount.of(environment), region, event());
        console.line("put event " + id + " on the bus of " + environment + "; see ./plumbline findings list");
    }

    private JsonNode event() {
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new Problem(
                    "cannot read " + file + ": " + e.getMessage(), "Give a file that holds one event as JSON.");
        }
    }
}
