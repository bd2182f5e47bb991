package dev.plumbline.tasks.directory;

import static java.util.Objects.requireNonNull;

/**
 * The branch whose estate counts.
 *
 * @param repository exact id of the repository
 * @param ref the branch
 */
public record Branch(String repository, String ref) {
    /** Checks that nothing is missing. */
    public Branch {
        requireNonNull(repository, "repository is null");
        requireNonNull(ref, "ref is null");
    }
}
