package dev.plumbline.cli;

import dev.plumbline.cli.Console.Style;
import dev.plumbline.cli.vpn.Profile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a profile. */
@Command(
        name = "issue",
        description = {
            "Makes a profile with which somebody connects to the VPN.",
            "The private key is made on this machine and is nowhere but in the profile: only its owner may read that, and nothing is overwritten."
        })
final class VpnIssueCommand implements Runnable {

    private static final String STANDARD_OUTPUT = "-";

    @Parameters(
            paramLabel = "NAME",
            description = "Who it is for: lower-case letters, digits and ._@-, such as a mail address.")
    private String name = "";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "File to write, or - for standard output. Default: NAME.ovpn.")
    private @Nullable String out;

    @Mixin
    private final VpnOptions options = new VpnOptions();

    private final Console console;

    VpnIssueCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        if (STANDARD_OUTPUT.equals(out)) {
            console.out().print(options.server().issue(name).text());
            console.out().flush();
            return;
        }
        Path file = Path.of(out == null ? name + ".ovpn" : out);
        Path folder = file.toAbsolutePath().getParent();
        if (Files.exists(file)) {
            throw new Problem(file + " is there already", "Name another file with --out; nothing is overwritten.");
        }
        if (folder == null || !Files.isWritable(folder)) {
            throw new Problem("nothing can be written to " + folder, "Name another file with --out.");
        }
        Profile profile = options.server().issue(name);
        profile.write(file);
        console.line(console.styled("issued", Style.GREEN) + " " + file);
        console.note("It holds a private key: hand it over as you would a key, and delete your copy.");
    }
}
