package dev.plumbline.accounts.databases;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A database instance.
 *
 * @param id its name
 * @param arn its ARN, under which maintenance is listed
 * @param status its status, in RDS's words
 * @param source the name of the instance that it replicates from, or empty
 * @param replication the state of its replication, in RDS's words, with what RDS says to an error; empty where nothing
 *     is told
 * @param parameterGroups the groups of parameters that it runs with
 */
public record Database(
        String id, String arn, String status, String source, String replication, List<ParameterGroup> parameterGroups) {

    /** Checks that nothing is missing and copies the groups. */
    public Database {
        requireNonNull(id, "id is null");
        requireNonNull(arn, "arn is null");
        requireNonNull(status, "status is null");
        requireNonNull(source, "source is null");
        requireNonNull(replication, "replication is null");
        parameterGroups = List.copyOf(parameterGroups);
    }

    /**
     * A group of parameters that an instance runs with.
     *
     * @param name its name
     * @param applied whether the instance runs with the group's current values; not so until it is rebooted, where
     *     {@code pending-reboot}
     */
    public record ParameterGroup(String name, String applied) {
        /** Checks that nothing is missing. */
        public ParameterGroup {
            requireNonNull(name, "name is null");
            requireNonNull(applied, "applied is null");
        }
    }
}
