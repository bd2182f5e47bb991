package dev.plumbline.cli.profiles;

import static java.util.Objects.requireNonNull;

/**
 * A role that a person may take in an account.
 *
 * @param environment the environment's name
 * @param account its account
 * @param region its first region
 * @param role the role's name
 * @param hours how long a session lasts at most
 */
public record RoleProfile(String environment, String account, String region, String role, int hours) {
    /** Checks that nothing is missing. */
    public RoleProfile {
        requireNonNull(environment, "environment is null");
        requireNonNull(account, "account is null");
        requireNonNull(region, "region is null");
        requireNonNull(role, "role is null");
        if (hours < 1) {
            throw new IllegalArgumentException("a session lasts an hour or more: " + hours);
        }
    }
}
