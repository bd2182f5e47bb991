package dev.plumbline.cli;

import dev.plumbline.cli.Console.Style;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes a profile back. */
@Command(
        name = "revoke",
        description = "Takes back every profile of a name. It is refused from now on, and a connection with it is cut.")
final class VpnRevokeCommand implements Runnable {

    @Parameters(paramLabel = "NAME", description = "Whose it is.")
    private String name = "";

    @Mixin
    private final VpnOptions options = new VpnOptions();

    private final Console console;

    VpnRevokeCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        options.server()
                .revoke(name)
                .forEach(serial ->
                        console.line(console.styled("revoked", Style.GREEN) + " " + name + ", certificate " + serial));
    }
}
