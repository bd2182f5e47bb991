package dev.plumbline.cli;

import dev.plumbline.accounts.session.Session;
import dev.plumbline.cli.deployment.AwsDeployment;
import dev.plumbline.cli.local.LocalOrganization;
import dev.plumbline.cli.vpn.VpnServer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which VPN server a command is about. */
final class VpnOptions {

    @Mixin
    private final HomeOption home = new HomeOption();

    @Option(
            names = "--stack",
            paramLabel = "NAME",
            description = "Name of the VPN's stack in its environment's file. Default: ${DEFAULT-VALUE}.")
    private String stack = "vpn";

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "Profile of your AWS configuration for the account of the VPN; it is then looked for on AWS.")
    private @Nullable String profile;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "Region of the VPN; it is then looked for on AWS. Default: the profile's.")
    private @Nullable String region;

    VpnServer server() {
        return VpnServer.find(session(), stack);
    }

    /** In the hub of the local organisation where nothing names one on AWS and there is one. */
    private Session session() {
        if (profile == null && region == null && LocalOrganization.exists(home.folder())) {
            return LocalOrganization.deployment(home.folder()).hub();
        }
        return AwsDeployment.session(profile, region);
    }
}
