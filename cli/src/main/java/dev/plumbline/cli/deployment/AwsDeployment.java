package dev.plumbline.cli.deployment;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.session.Configuration;
import dev.plumbline.accounts.session.HubCredentials;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.accounts.session.Sessions;
import dev.plumbline.cli.Problem;
import java.net.URI;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/**
 * Finds a control plane on AWS with the reader's own credentials.
 *
 * @param profileOrNull the profile of the AWS configuration, or null for the one that the environment chooses
 * @param regionOrNull the region, or null for the profile's
 * @param stackName the name that the stack of template.yaml was given
 */
public record AwsDeployment(
        @Nullable String profileOrNull, @Nullable String regionOrNull, String stackName) {

    /** Checks that nothing is missing. */
    public AwsDeployment {
        requireNonNull(stackName, "stackName is null");
    }

    /**
     * Finds it.
     *
     * @throws Problem where there is no region or no such stack
     */
    public Deployment find() {
        Session session = session(profileOrNull, regionOrNull);
        String region = session.region();
        Stack stack = stack(session, region);
        Map<String, String> outputs =
                stack.outputs().stream().collect(Collectors.toMap(Output::outputKey, Output::outputValue));
        return new Deployment(hub(region, accountOf(stack.stackId())), outputs);
    }

    /**
     * A session on AWS with the reader's own credentials, in an account that is not known yet.
     *
     * @param profileOrNull the profile of the AWS configuration, or null for the one that the environment chooses
     * @param regionOrNull the region, or null for the profile's
     * @throws Problem where there is no region
     */
    public static Session session(@Nullable String profileOrNull, @Nullable String regionOrNull) {
        if (profileOrNull != null) {
            // The SDK's own search for credentials and region begins here.
            System.setProperty("aws.profile", profileOrNull);
        }
        return hub(regionOrNull == null ? region() : regionOrNull, "");
    }

    private Stack stack(Session session, String region) {
        try {
            return session.client(CloudFormationClient.class, CloudFormationClient::builder)
                    .describeStacks(request -> request.stackName(stackName))
                    .stacks()
                    .getFirst();
        } catch (CloudFormationException e) {
            if (e.awsErrorDetails().errorMessage().contains("does not exist")) {
                throw new Problem(
                        "there is no stack " + stackName + " in " + region,
                        "Name the account of the control plane with --profile, its region with --region and its stack with"
                                + " --stack-name.",
                        e);
            }
            throw e;
        }
    }

    private static Session hub(String region, String account) {
        return new Sessions(new Configuration(region, account, "", new HubCredentials.FromMachine(), endpointOrNull()))
                .hub();
    }

    /** The gateways that sign their own requests go where the SDK's clients go. */
    private static @Nullable URI endpointOrNull() {
        String endpoint = System.getenv("AWS_ENDPOINT_URL");
        return endpoint == null || endpoint.isBlank() ? null : URI.create(endpoint);
    }

    private static String region() {
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion().id();
        } catch (SdkClientException e) {
            throw new Problem(
                    "no AWS region is set, and no local organisation is there",
                    "Start the local default with ./plumbline up, or name the region of the control plane with --region.",
                    e);
        }
    }

    private static String accountOf(String arn) {
        return arn.split(":", -1)[4];
    }
}
