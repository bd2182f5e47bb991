package dev.plumbline.cli;

import dev.plumbline.cli.local.LocalAccount;
import dev.plumbline.cli.local.LocalOrganization;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints how to reach a local account with any AWS tool. */
@Command(
        name = "env",
        description = {
            "Prints the shell exports with which any AWS tool works in a local account, as its administrator.",
            "For example: eval \"$(./plumbline env dev)\" && aws ec2 describe-vpcs"
        })
final class EnvCommand implements Runnable {

    @Parameters(paramLabel = "ENVIRONMENT", description = "dev, stage, prod, security or shared-services (the hub).")
    private String environment = "";

    @Option(names = "--region", paramLabel = "REGION", description = "Region to work in. Default: ${DEFAULT-VALUE}.")
    private String region = "eu-west-1";

    @Mixin
    private final HomeOption home = new HomeOption();

    private final Console console;

    EnvCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        Map<String, String> variables =
                LocalAccount.of(environment).variables(LocalOrganization.endpoint(home.folder()), region);
        variables.forEach((name, value) -> console.line("export " + name + "=" + value));
        console.line("unset AWS_SESSION_TOKEN AWS_PROFILE");
    }
}
