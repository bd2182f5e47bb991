package dev.plumbline.accounts.secrets;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * How a secret stands; never its value.
 *
 * @param arn its ARN
 * @param key ARN or id of the key that encrypts it; empty for AWS's own
 * @param rotates whether Secrets Manager rotates it
 * @param changedAt when it got its present value, or when it was made
 * @param readAt when somebody read it last, to the day, or nothing
 * @param madeAt when it was made
 */
public record SecretState(
        String arn, String key, boolean rotates, Instant changedAt, Optional<Instant> readAt, Instant madeAt) {
    /** Checks that nothing is missing. */
    public SecretState {
        requireNonNull(arn, "arn is null");
        requireNonNull(key, "key is null");
        requireNonNull(changedAt, "changedAt is null");
        requireNonNull(readAt, "readAt is null");
        requireNonNull(madeAt, "madeAt is null");
    }
}
