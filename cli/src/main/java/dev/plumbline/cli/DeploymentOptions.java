package dev.plumbline.cli;

import dev.plumbline.cli.deployment.AwsDeployment;
import dev.plumbline.cli.deployment.Deployment;
import dev.plumbline.cli.local.LocalOrganization;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which control plane a command is about. */
final class DeploymentOptions {

    @Mixin
    private final HomeOption home = new HomeOption();

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "Profile of your AWS configuration; the control plane is then looked for on AWS.")
    private @Nullable String profile;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "Region of the control plane; it is then looked for on AWS. Default: the profile's.")
    private @Nullable String region;

    @Option(
            names = "--stack-name",
            paramLabel = "NAME",
            description = "Name of the control plane's stack; it is then looked for on AWS. Default: plumbline.")
    private @Nullable String stackName;

    /** The one on this machine where nothing names one on AWS and there is one. */
    Deployment deployment() {
        return isLocal() ? LocalOrganization.deployment(home.folder()) : onAws();
    }

    /** Whether {@link #deployment} is on this machine. */
    boolean isLocal() {
        return profile == null && region == null && stackName == null && LocalOrganization.exists(home.folder());
    }

    private Deployment onAws() {
        return new AwsDeployment(profile, region, stackName == null ? "plumbline" : stackName).find();
    }
}
