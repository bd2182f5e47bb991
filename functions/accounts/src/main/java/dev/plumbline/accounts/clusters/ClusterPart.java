package dev.plumbline.accounts.clusters;

import static java.util.Objects.requireNonNull;

/**
 * A cluster, an add-on or a node group.
 *
 * @param status as EKS names it
 * @param issues what EKS says of its health, for people; empty where it has nothing to say
 */
public record ClusterPart(String name, String status, String issues) {
    /** Checks that nothing is missing. */
    public ClusterPart {
        requireNonNull(name, "name is null");
        requireNonNull(status, "status is null");
        requireNonNull(issues, "issues is null");
    }

    /** Whether it does what it should: while it is updated it goes on doing so. */
    public boolean healthy() {
        return (status.equals("ACTIVE") || status.equals("UPDATING")) && issues.isEmpty();
    }

    @Override
    public String toString() {
        return name + " is " + status + (issues.isEmpty() ? "" : ": " + issues);
    }
}
