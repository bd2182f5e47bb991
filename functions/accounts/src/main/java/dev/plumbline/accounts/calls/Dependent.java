package dev.plumbline.accounts.calls;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What IAM wants for a request beside the request's own permission: a dependent action, as the service authorization
 * reference calls it.
 *
 * @param permission the action
 * @param resources what it is about, as ARNs without partition; none where the role allows it by a statement of its own
 */
public record Dependent(String permission, List<String> resources) {

    /** Checks that nothing is missing and copies the resources. */
    public Dependent {
        requireNonNull(permission, "permission is null");
        resources = List.copyOf(resources);
    }
}
