package dev.plumbline.cli;

import dev.plumbline.cli.local.LocalOrganization;
import dev.plumbline.cli.local.Pipeline;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Releases the example application locally, as its pipeline does. */
@Command(
        name = "pipeline",
        description = {
            "Releases the example application as its pipeline does: for dev it pushes an image to the repository in the hub and commits it to the live"
                    + " repository; for stage and prod it commits what the environment below runs.",
            "Follow it with ./plumbline run, and take the commit into the clone with git pull."
        })
final class PlayPipelineCommand implements Runnable {

    @Parameters(
            arity = "0..1",
            paramLabel = "ENVIRONMENT",
            description = "dev, stage or prod. Default: ${DEFAULT-VALUE}.")
    private String environment = "dev";

    @Mixin
    private final HomeOption home = new HomeOption();

    private final Console console;

    PlayPipelineCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        Pipeline pipeline = LocalOrganization.pipeline(home.folder());
        String said = switch (environment) {
            case "dev" -> pipeline.deploy("dev", pipeline.publish());
            case "stage" -> pipeline.promote("dev", "stage");
            case "prod" -> pipeline.promote("stage", "prod");
            default -> throw new Problem("the pipeline does not release to " + environment, "Name dev, stage or prod.");
        };
        console.line(said.strip());
    }
}
