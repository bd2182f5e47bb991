package dev.plumbline.accounts.callers;

import static java.util.Objects.requireNonNull;

/**
 * Whoever signed a statement, in the words of STS.
 *
 * @param arn what they are called: a user, or a session of a role
 * @param account the account that they belong to
 * @param principal their unique id, which nobody has after them who is given the same name
 */
public record Signer(String arn, String account, String principal) {

    /** Stands where no person spoke. */
    public static final Signer NOBODY = new Signer("", "", "");

    /** Checks that nothing is missing. */
    public Signer {
        requireNonNull(arn, "arn is null");
        requireNonNull(account, "account is null");
        requireNonNull(principal, "principal is null");
    }

    /** Returns what they are called. */
    @Override
    public String toString() {
        return arn;
    }
}
