package dev.plumbline.cli;

import dev.plumbline.cli.local.Checkout;
import dev.plumbline.cli.local.Delivery;
import dev.plumbline.cli.local.LocalOrganization;
import dev.plumbline.cli.local.StartOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts a local organisation, pushes the example estate and follows the run. */
@Command(
        name = "up",
        description = {
            "Starts an organisation of five AWS accounts on this machine, deploys the control plane to it, pushes the example"
                    + " estate and follows the run until it ends.",
            "Started again, it goes on where it was stopped."
        })
final class UpCommand implements Callable<Integer> {

    @Option(
            names = "--fresh",
            description = "Delete the organisation that is there, with all of its state, and start over.")
    private boolean fresh;

    @Option(
            names = "--stack-seconds",
            paramLabel = "N",
            description = "How long the emulator takes for each stack operation. Default: ${DEFAULT-VALUE}.")
    private double stackSeconds = 1;

    @Mixin
    private final HomeOption home = new HomeOption();

    private final Console console;

    UpCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (fresh) {
            LocalOrganization.stop(home.folder());
            LocalOrganization.delete(home.folder());
        }
        StartOptions options = StartOptions.defaults(Checkout.current())
                .withStackSeconds(stackSeconds)
                .toldTo(new StepLines(console));
        // Not closed: it goes on when this command has ended.
        LocalOrganization organization = LocalOrganization.start(home.folder(), options);
        Delivery delivery = organization.head().isEmpty()
                ? organization.push(options.checkout().exampleEstate(), "Describe the estate")
                : organization.tellAgain();
        console.note(delivery.answer());
        return 0;
    }
}
