package dev.plumbline.accounts.session;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.errors.ErrorTable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Credentials;

/** The credentials of one role, assumed when first needed and again shortly before they end. */
final class AssumedRole implements AwsCredentialsProvider {

    private static final ErrorTable ERRORS = ErrorTable.of("STS")
            .stall(
                    "Deploy the templates bootstrap/member-*.yaml to that account, with the hub's account id, the external id and the"
                            + " organization of this installation",
                    "AccessDenied")
            .build();

    /** Longer than a function runs between two calls, so that no call is signed with keys that end on the way. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private final Supplier<StsClient> sts;
    private final AssumeRoleRequest request;
    private final InstantSource clock;
    private @Nullable AwsSessionCredentials current;
    private Instant renewAt = Instant.MIN;

    AssumedRole(Supplier<StsClient> sts, AssumeRoleRequest request, InstantSource clock) {
        this.sts = requireNonNull(sts, "sts is null");
        this.request = requireNonNull(request, "request is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** One thread asks STS; those that come meanwhile wait for its answer. */
    @Override
    public synchronized AwsCredentials resolveCredentials() {
        AwsSessionCredentials held = current;
        if (held != null && clock.instant().isBefore(renewAt)) {
            return held;
        }
        Credentials fresh = ERRORS.call(
                        "assume " + request.roleArn(), () -> sts.get().assumeRole(request))
                .credentials();
        AwsSessionCredentials renewed =
                AwsSessionCredentials.create(fresh.accessKeyId(), fresh.secretAccessKey(), fresh.sessionToken());
        current = renewed;
        renewAt = fresh.expiration().minus(MARGIN);
        return renewed;
    }
}
