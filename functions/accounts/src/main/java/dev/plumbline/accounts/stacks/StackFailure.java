package dev.plumbline.accounts.stacks;

import static java.util.Objects.requireNonNull;

/**
 * Why a change of a stack failed: the first resource that did, with its own reason.
 *
 * @param logicalId the resource's id in the template
 * @param type its type
 * @param status its status, such as {@code CREATE_FAILED}
 * @param reason why, in AWS's words
 */
public record StackFailure(String logicalId, String type, String status, String reason) {
    /** Checks that nothing is missing. */
    public StackFailure {
        requireNonNull(logicalId, "logicalId is null");
        requireNonNull(type, "type is null");
        requireNonNull(status, "status is null");
        requireNonNull(reason, "reason is null");
    }

    /** Returns which resource failed and why, in one line. */
    public String told() {
        return logicalId + " (" + type + "): " + reason;
    }
}
