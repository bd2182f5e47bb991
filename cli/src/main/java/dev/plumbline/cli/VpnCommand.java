package dev.plumbline.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What there is to do with profiles of the VPN. */
@Command(
        name = "vpn",
        synopsisSubcommandLabel = "COMMAND",
        description = "Issues, revokes and lists the profiles of a VPN server, with your own rights in its account.",
        subcommands = {VpnIssueCommand.class, VpnRevokeCommand.class, VpnListCommand.class})
final class VpnCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Console console;

    VpnCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        spec.commandLine().usage(console.out());
    }
}
