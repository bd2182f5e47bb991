package dev.plumbline.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * The bearer token of EKS: a signed question to STS about who is asking, which EKS puts in the caller's place. Good for
 * 15 minutes from its signature; nothing is sent to make one.
 *
 * @see <a href="https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html">EKS: the
 *     authentication strategy</a>
 */
final class ClusterToken {

    private static final String PREFIX = "k8s-aws-v1.";
    private static final Duration EXPIRES = Duration.ofSeconds(60);
    private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

    private final String cluster;
    private final String region;
    private final AwsCredentialsIdentity identity;

    ClusterToken(String cluster, String region, AwsCredentialsIdentity identity) {
        this.cluster = requireNonNull(cluster, "cluster is null");
        this.region = requireNonNull(region, "region is null");
        this.identity = requireNonNull(identity, "identity is null");
    }

    /** Makes a token. */
    String make() {
        SignedRequest signed = SIGNER.sign(signing -> signing.identity(identity)
                .request(question())
                .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "sts")
                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                .putProperty(AwsV4FamilyHttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                .putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, EXPIRES));
        String url = signed.request().getUri().toString();
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(url.getBytes(UTF_8));
    }

    private SdkHttpRequest question() {
        String domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
        return SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .uri(URI.create("https://sts." + region + "." + domain + "/"))
                .putRawQueryParameter("Action", "GetCallerIdentity")
                .putRawQueryParameter("Version", "2011-06-15")
                .putHeader("x-k8s-aws-id", cluster)
                .build();
    }

    @Override
    public String toString() {
        return "the token of " + cluster;
    }
}
