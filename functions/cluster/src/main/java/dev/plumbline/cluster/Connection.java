package dev.plumbline.cluster;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.TlsVersion;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/**
 * How the cluster is reached, from the function's environment alone: no file of this machine is read.
 *
 * @param authority the cluster's certificate authority, base64; empty on the local default only
 */
record Connection(URI endpoint, String authority, ClusterToken token) {

    /** Under which the objects of lists are applied: the cluster lets it do less than the function itself. */
    static final String USER = "plumbline:manifests";

    private static final int CONNECT_MILLIS = 5_000;
    private static final int REQUEST_MILLIS = 30_000;

    Connection {
        requireNonNull(endpoint, "endpoint is null");
        requireNonNull(authority, "authority is null");
        requireNonNull(token, "token is null");
        boolean local = "http".equals(endpoint.getScheme()) && "127.0.0.1".equals(endpoint.getHost());
        if (!local && (!"https".equals(endpoint.getScheme()) || authority.isEmpty())) {
            throw new IllegalArgumentException("the endpoint is not https, or has no certificate authority");
        }
    }

    static Connection from(Map<String, String> environment) {
        String cluster = required(environment, "PLUMBLINE_CLUSTER");
        return new Connection(
                URI.create(required(environment, "PLUMBLINE_CLUSTER_ENDPOINT")),
                environment.getOrDefault("PLUMBLINE_CLUSTER_AUTHORITY", ""),
                new ClusterToken(cluster, required(environment, "AWS_REGION"), identity(environment)));
    }

    /** Connects as the function's own role, which administers the cluster. */
    Kubernetes asItself() {
        return open(config());
    }

    /** Connects as the user that lists of manifests are applied as. */
    Kubernetes asManifests() {
        return open(new ConfigBuilder(config())
                .withImpersonateUsername(USER)
                .withImpersonateGroups(USER)
                .build());
    }

    private Config config() {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(endpoint.toString())
                .withCaCertData(authority.isEmpty() ? null : authority)
                .withOauthTokenProvider(token::make)
                .withTlsVersions(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2)
                .withConnectionTimeout(CONNECT_MILLIS)
                .withRequestTimeout(REQUEST_MILLIS)
                // What may pass is asked again by this function, which knows how long there is.
                .withRequestRetryBackoffLimit(0)
                .build();
    }

    private static Kubernetes open(Config config) {
        return new Kubernetes(new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new JdkHttpClientFactory())
                .build());
    }

    private static AwsCredentialsIdentity identity(Map<String, String> environment) {
        String key = required(environment, "AWS_ACCESS_KEY_ID");
        String secret = required(environment, "AWS_SECRET_ACCESS_KEY");
        return Optional.ofNullable(environment.get("AWS_SESSION_TOKEN"))
                .<AwsCredentialsIdentity>map(session -> AwsSessionCredentialsIdentity.create(key, secret, session))
                .orElseGet(() -> AwsCredentialsIdentity.create(key, secret));
    }

    private static String required(Map<String, String> environment, String name) {
        return Objects.requireNonNull(environment.get(name), name + " is not set");
    }
}
