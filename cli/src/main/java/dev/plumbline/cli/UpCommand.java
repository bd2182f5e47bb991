package dev.plumbline.cli;

import dev.plumbline.cli.Console.Style;
import dev.plumbline.cli.follow.RunFollower;
import dev.plumbline.cli.follow.RunReport;
import dev.plumbline.cli.local.Checkout;
import dev.plumbline.cli.local.Delivery;
import dev.plumbline.cli.local.LocalOrganization;
import dev.plumbline.cli.local.StartOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
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
            "Started again, it goes on where it was stopped. Ends with 1 where the run did not deploy everything."
        })
final class UpCommand implements Callable<Integer> {

    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    @Option(
            names = "--fresh",
            description = "Delete the organisation that is there, with all of its state, and start over.")
    private boolean fresh;

    @Mixin
    private final FollowOption follow = new FollowOption();

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
            LocalOrganization.discard(home.folder());
        }
        StartOptions options = StartOptions.defaults(Checkout.current())
                .withStackSeconds(stackSeconds)
                .toldTo(new StepLines(console));
        // Not closed: it goes on when this command has ended.
        LocalOrganization organization = LocalOrganization.start(home.folder(), options);
        Delivery delivery = organization.head().isEmpty()
                ? organization.push(options.checkout().exampleEstate(), "Describe the estate")
                : organization.tellAgain();
        Optional<String> run = delivery.run();
        if (run.isEmpty()) {
            throw new Problem("the push started no run: " + delivery.answer(), "Look at ./plumbline logs webhook.");
        }
        int code = follow.wanted() ? follow(organization, run.get()) : 0;
        whatToTry(organization.home().liveClone());
        return code;
    }

    private int follow(LocalOrganization organization, String run) {
        RunPrinter printer = new RunPrinter(console);
        RunReport report = new RunFollower(organization.deployment(), PAUSE).follow(run, PATIENCE, printer);
        printer.summary(report);
        return report.good() ? 0 : 1;
    }

    private void whatToTry(Path clone) {
        Path shown = clone.startsWith(Path.of("").toAbsolutePath())
                ? Path.of("").toAbsolutePath().relativize(clone)
                : clone;
        console.note("");
        console.note(console.styled("What to try next", Style.BOLD));
        console.note("  change   edit " + shown + "/environments/dev.yaml, then: git -C " + shown
                + " commit -am 'Change dev'");
        console.note("           git -C " + shown + " push, and watch it with: ./plumbline run");
        console.note("  check    ./plumbline status, ./plumbline verify dev");
        console.note(
                "  break    eval \"$(./plumbline env dev)\", then change something with any AWS tool, and verify again");
        console.note("  release  ./plumbline play pipeline, and watch it with: ./plumbline run");
        console.note("  names    ./plumbline play registrar, then Certificate: \"true\" in " + shown
                + "/plumbline.yaml, commit and push: HTTPS");
        console.note("  stop     ./plumbline down; ./plumbline up goes on");
    }
}
