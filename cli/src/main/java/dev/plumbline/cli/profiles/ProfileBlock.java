package dev.plumbline.cli.profiles;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.Partition;
import java.util.List;

/**
 * The profiles of one person: one that signs in, and one for each role that takes it from there.
 *
 * @param prefix what the names of all profiles begin with; the name of the one that signs in
 * @param user the person's user
 * @param securityAccount the account in which the user is
 * @param region where the person signs in
 */
public record ProfileBlock(String prefix, String user, String securityAccount, String region) {
    /** Checks that nothing is missing. */
    public ProfileBlock {
        requireNonNull(prefix, "prefix is null");
        requireNonNull(user, "user is null");
        requireNonNull(securityAccount, "securityAccount is null");
        requireNonNull(region, "region is null");
    }

    /**
     * Returns the block's text. The first profile has a login session and no key: {@code aws login} asks for password
     * and MFA in the browser ("Login for AWS local development using console credentials", AWS CLI User Guide).
     */
    public String of(List<RoleProfile> roles) {
        StringBuilder text = new StringBuilder()
                .append("[profile ")
                .append(prefix)
                .append("]\n")
                .append("login_session = arn:")
                .append(partition())
                .append(":iam::")
                .append(securityAccount)
                .append(":user/estate/")
                .append(user)
                .append("\nregion = ")
                .append(region)
                .append('\n');
        roles.forEach(role -> text.append('\n').append(profile(role)));
        return text.toString();
    }

    /** Returns the name of the profile that takes a role. */
    public String name(RoleProfile role) {
        return prefix + "-" + role.environment() + "-" + role.role();
    }

    private String profile(RoleProfile role) {
        return """
                [profile %s]
                role_arn = arn:%s:iam::%s:role/estate/%s
                source_profile = %s
                role_session_name = %s
                duration_seconds = %d
                region = %s
                """.formatted(
                name(role), partition(), role.account(), role.role(), prefix, user, role.hours() * 3600, role.region());
    }

    private String partition() {
        return Partition.of(region).id();
    }
}
