package dev.plumbline.accounts.session;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * How requests travel, the same for all clients of a process: one HTTP client, one way of repeating. Nothing is read
 * from a person's AWS configuration files.
 */
public final class Transport {

    /**
     * Few, since a function that waits costs money: what fails still is repeated by the workflow, whose waiting is
     * free.
     */
    public static final int ATTEMPTS = 4;

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration READ = Duration.ofSeconds(30);
    private static final ProfileFile NO_PROFILES = ProfileFile.aggregator().build();

    private final SdkHttpClient http;
    private final @Nullable URI endpointOrNull;
    private final @Nullable Duration patienceOrNull;

    Transport(SdkHttpClient http, @Nullable URI endpointOrNull, @Nullable Duration patienceOrNull) {
        this.http = requireNonNull(http, "http is null");
        this.endpointOrNull = endpointOrNull;
        this.patienceOrNull = patienceOrNull;
    }

    static SdkHttpClient urlConnections() {
        return UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT)
                .socketTimeout(READ)
                .build();
    }

    /** Returns the HTTP client. */
    public SdkHttpClient http() {
        return http;
    }

    /** Returns the endpoint that stands for all services, or nothing where AWS's own are used. */
    public Optional<URI> endpoint() {
        return Optional.ofNullable(endpointOrNull);
    }

    ClientOverrideConfiguration overrides(ExecutionInterceptor interceptor) {
        ClientOverrideConfiguration.Builder overrides = ClientOverrideConfiguration.builder();
        if (patienceOrNull != null) {
            overrides.apiCallTimeout(patienceOrNull);
        }
        return overrides
                .addExecutionInterceptor(interceptor)
                .defaultProfileFile(NO_PROFILES)
                .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .maxAttempts(ATTEMPTS)
                        .build())
                // One endpoint for all services has one host name: no prefix may be put before it.
                .putAdvancedOption(SdkAdvancedClientOption.DISABLE_HOST_PREFIX_INJECTION, endpointOrNull != null)
                .build();
    }
}
