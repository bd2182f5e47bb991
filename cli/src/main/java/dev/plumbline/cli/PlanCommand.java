package dev.plumbline.cli;

import dev.plumbline.accounts.preview.Preview;
import dev.plumbline.accounts.preview.PreviewJson;
import dev.plumbline.cli.deployment.Plans;
import dev.plumbline.cli.live.LiveFolder;
import dev.plumbline.cli.live.LocalCommit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what would change, and changes nothing. */
@Command(
        name = "plan",
        exitCodeOnInvalidInput = 1,
        description = {
            "Says what would change in every account if this folder, or a commit, were deployed: the accounts are asked by change"
                    + " sets that are thrown away. Changes nothing.",
            "Ends with 0 where nothing would change, 2 where anything would, 1 where it cannot be told."
        })
final class PlanCommand implements Callable<Integer> {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Duration PATIENCE = Duration.ofHours(2);
    private static final int CHANGES = 2;

    @Option(
            names = "--against",
            paramLabel = "COMMIT|DIR",
            description =
                    "What the accounts are held against: a folder with plumbline.yaml, committed or not, or a commit that was"
                            + " pushed. Default: this folder where it is one, else the newest commit of the branch that is deployed.")
    private @Nullable String against;

    @Option(
            names = "--full",
            description = "Print the properties of resources that would be made with their whole stack, too.")
    private boolean full;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final DeploymentOptions options = new DeploymentOptions();

    private final Console console;

    PlanCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        String plan = "plan-" + STAMP.format(Instant.now()) + "-"
                + UUID.randomUUID().toString().substring(0, 8);
        Plans plans = options.deployment().plans();
        Optional<Path> folder = folder();
        if (folder.isPresent()) {
            plans.startOf(plan, new LiveFolder(folder.get()).read());
        } else {
            plans.startOf(plan, Optional.ofNullable(against).map(LocalCommit::named));
        }
        StatusLine status = new StatusLine(console);
        status.show("finding out what would change: " + plan);
        Preview preview = plans.await(plan, PATIENCE);
        status.clear();
        if (output.isJson()) {
            console.line(OutputOption.text(PreviewJson.tree(preview)));
        } else {
            new PreviewPrinter(console, full).print(preview);
        }
        if (!preview.good()) {
            return 1;
        }
        return preview.quiet() ? 0 : CHANGES;
    }

    private Optional<Path> folder() {
        Path named = Path.of(against == null ? "." : against);
        boolean isMeant = against == null ? Files.exists(named.resolve("plumbline.yaml")) : Files.isDirectory(named);
        return isMeant ? Optional.of(named) : Optional.empty();
    }
}
