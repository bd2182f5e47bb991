package dev.plumbline.accounts.identities;

import static java.util.Objects.requireNonNull;

/**
 * An access key of a user; never its secret, which IAM tells once and nobody else.
 *
 * @param id the key's id
 * @param user the user's name
 * @param active whether it can be used now
 */
public record AccessKey(String id, String user, boolean active) {
    /** Checks that nothing is missing. */
    public AccessKey {
        requireNonNull(id, "id is null");
        requireNonNull(user, "user is null");
    }
}
