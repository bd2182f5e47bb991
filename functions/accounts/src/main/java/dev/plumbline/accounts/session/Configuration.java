package dev.plumbline.accounts.session;

import static java.util.Objects.requireNonNull;

import dev.plumbline.failure.Stalled;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a function reaches AWS, read from its environment.
 *
 * @param region region of the hub
 * @param hubAccount account id of the hub
 * @param externalId external id that the member roles ask for
 * @param credentials where the function's own credentials come from
 * @param endpointOrNull one endpoint for all services in place of AWS's own, or null
 */
public record Configuration(
        String region,
        String hubAccount,
        String externalId,
        HubCredentials credentials,
        @Nullable URI endpointOrNull) {

    /** Checks that nothing is missing. */
    public Configuration {
        requireNonNull(region, "region is null");
        requireNonNull(hubAccount, "hubAccount is null");
        requireNonNull(externalId, "externalId is null");
        requireNonNull(credentials, "credentials is null");
    }

    /**
     * Reads the variables that Lambda and the template set. The external id and the hub's account may be absent where
     * no role is assumed and no bucket is used; they are empty then.
     *
     * @throws Stalled where the region is missing
     */
    public static Configuration from(Map<String, String> environment) {
        String region = environment.getOrDefault("AWS_REGION", environment.getOrDefault("AWS_DEFAULT_REGION", ""));
        if (region.isEmpty()) {
            throw new Stalled("The environment variable AWS_REGION is missing: set it to the region of the hub");
        }
        String endpoint = environment.getOrDefault("AWS_ENDPOINT_URL", "");
        return new Configuration(
                region,
                environment.getOrDefault("PLUMBLINE_HUB_ACCOUNT", ""),
                environment.getOrDefault("PLUMBLINE_EXTERNAL_ID", ""),
                HubCredentials.from(environment),
                endpoint.isEmpty() ? null : URI.create(endpoint));
    }

    /** Returns the endpoint that stands for all services, or nothing where AWS's own are used. */
    public Optional<URI> endpoint() {
        return Optional.ofNullable(endpointOrNull);
    }
}
