package dev.plumbline.tasks.patch;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.workflows.Workflows;

/**
 * The branch whose estate counts, and the machine that works on a target.
 *
 * @param repository exact id of the repository
 * @param ref the branch
 * @param targetMachine ARN of the machine of one target
 */
public record PatchBranch(String repository, String ref, String targetMachine) {

    /** Checks that nothing is missing. */
    public PatchBranch {
        requireNonNull(repository, "repository is null");
        requireNonNull(ref, "ref is null");
        requireNonNull(targetMachine, "targetMachine is null");
    }

    /** Returns the ARN of the execution of a name that works on a target. */
    String execution(String name) {
        return Workflows.executionArn(targetMachine, name);
    }
}
