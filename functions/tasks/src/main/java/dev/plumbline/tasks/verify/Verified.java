package dev.plumbline.tasks.verify;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What the ledger keeps of a verification.
 *
 * @param blueprint the blueprint's name
 * @param version the blueprint's version
 * @param template digest of the template whose checks were made
 * @param checks what each check found
 */
public record Verified(String blueprint, String version, String template, List<Finding> checks) {

    /** Checks that nothing is missing and copies the findings. */
    public Verified {
        requireNonNull(blueprint, "blueprint is null");
        requireNonNull(version, "version is null");
        requireNonNull(template, "template is null");
        checks = List.copyOf(checks);
    }
}
