package dev.plumbline.accounts.ec2;

import static java.util.Objects.requireNonNull;

/**
 * A flow log.
 *
 * @param id its id
 * @param logGroup the log group that it writes to, empty where it writes elsewhere
 * @param status {@code ACTIVE} once it records
 * @param delivery {@code SUCCESS} or {@code FAILED}; empty until something was delivered
 * @param error why delivery failed, empty where it did not
 */
public record FlowLog(String id, String logGroup, String status, String delivery, String error) {
    /** Checks that nothing is missing. */
    public FlowLog {
        requireNonNull(id, "id is null");
        requireNonNull(logGroup, "logGroup is null");
        requireNonNull(status, "status is null");
        requireNonNull(delivery, "delivery is null");
        requireNonNull(error, "error is null");
    }
}
