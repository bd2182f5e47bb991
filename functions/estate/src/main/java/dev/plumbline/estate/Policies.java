package dev.plumbline.estate;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;

/**
 * The rules for changing one stack, after those of the estate, the environment and the stack itself were laid over one
 * another.
 *
 * @param approvals which changes wait for a person
 * @param approvalsExpireAfter how long they wait
 * @param overlappingNetworks whether its address ranges may overlap with those of other stacks
 * @param drift what is done where its resources were changed behind its back
 * @param approvers who may answer, of those whom IAM lets; empty for all of these
 */
public record Policies(
        Approvals approvals,
        Duration approvalsExpireAfter,
        boolean overlappingNetworks,
        DriftPolicy drift,
        List<Approver> approvers) {

    /** What holds where nothing is said. */
    public static final Policies DEFAULT =
            new Policies(Approvals.DESTRUCTIVE, Duration.ofDays(3), false, DriftPolicy.DEFAULT, List.of());

    /** Checks that nothing is missing and copies the list. */
    public Policies {
        requireNonNull(approvals, "approvals is null");
        requireNonNull(approvalsExpireAfter, "approvalsExpireAfter is null");
        requireNonNull(drift, "drift is null");
        approvers = List.copyOf(approvers);
    }
}
