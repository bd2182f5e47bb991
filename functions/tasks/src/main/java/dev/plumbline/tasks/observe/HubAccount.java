package dev.plumbline.tasks.observe;

import static java.util.Objects.requireNonNull;

/**
 * The account of the control plane.
 *
 * @param id account id
 */
public record HubAccount(String id) {

    /** Checks that nothing is missing. */
    public HubAccount {
        requireNonNull(id, "id is null");
    }
}
