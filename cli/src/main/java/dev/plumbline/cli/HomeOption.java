package dev.plumbline.cli;

import dev.plumbline.cli.local.Checkout;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names the folder of a local organisation. */
final class HomeOption {

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Folder of the local organisation. Default: target/local of the checkout.")
    private @Nullable Path home;

    Path folder() {
        return home == null ? Checkout.current().root().resolve("target/local") : home;
    }
}
