package dev.plumbline.tasks.report;

import static java.util.Objects.requireNonNull;

/**
 * Who is told, and in whose name.
 *
 * @param deploymentsTopic ARN of the topic for deployments
 * @param organization name of the organisation
 */
public record Audience(String deploymentsTopic, String organization) {

    /** Checks that nothing is missing. */
    public Audience {
        requireNonNull(deploymentsTopic, "deploymentsTopic is null");
        requireNonNull(organization, "organization is null");
    }
}
