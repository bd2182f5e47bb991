package dev.plumbline.accounts.secrets;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.errors.ErrorCode;
import dev.plumbline.accounts.errors.ErrorTable;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.failure.Failure;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;

/**
 * The secrets of one account and region as they stand, without their values. What AWS answers as an error is raised as
 * a {@link Failure} that says what happens next.
 */
public final class SecretStates {

    private static final ErrorTable ERRORS = ErrorTable.of("Secrets Manager")
            .retry("InternalServiceErrorException")
            .build();
    private static final ErrorCode GONE = new ErrorCode("ResourceNotFoundException");

    private final SecretsManagerClient client;

    private SecretStates(SecretsManagerClient client) {
        this.client = requireNonNull(client, "client is null");
    }

    /** Returns the gateway for where a session works. */
    public static SecretStates in(Session session) {
        return new SecretStates(session.client(SecretsManagerClient.class, SecretsManagerClient::builder));
    }

    /** Returns how a secret stands, or nothing where there is none or it is being deleted. */
    public Optional<SecretState> find(String id) {
        return ERRORS.callUnless(
                        GONE, "look at secret " + id, () -> client.describeSecret(request -> request.secretId(id)))
                .filter(secret -> secret.deletedDate() == null)
                .map(SecretStates::state);
    }

    /** Whether there is a secret: also one that is being deleted has its name until it is gone (CreateSecret). */
    public boolean hasName(String id) {
        return ERRORS.callUnless(
                        GONE, "look at secret " + id, () -> client.describeSecret(request -> request.secretId(id)))
                .isPresent();
    }

    private static SecretState state(DescribeSecretResponse secret) {
        Instant made = requireNonNull(secret.createdDate(), "a secret without a date");
        Instant changed = Optional.ofNullable(secret.lastRotatedDate()).orElse(made);
        return new SecretState(
                secret.arn(),
                Optional.ofNullable(secret.kmsKeyId()).orElse(""),
                Boolean.TRUE.equals(secret.rotationEnabled()),
                changed,
                Optional.ofNullable(secret.lastAccessedDate()),
                made);
    }
}
