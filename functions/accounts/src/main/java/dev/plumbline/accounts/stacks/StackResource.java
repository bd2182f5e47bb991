package dev.plumbline.accounts.stacks;

import static java.util.Objects.requireNonNull;

/**
 * A resource of a stack.
 *
 * @param logicalId its id in the template
 * @param physicalId its id in AWS, empty where it was never made
 * @param type its type
 * @param status its status
 */
public record StackResource(String logicalId, String physicalId, String type, String status) {
    /** Checks that nothing is missing. */
    public StackResource {
        requireNonNull(logicalId, "logicalId is null");
        requireNonNull(physicalId, "physicalId is null");
        requireNonNull(type, "type is null");
        requireNonNull(status, "status is null");
    }
}
