package dev.plumbline.tasks.remediate;

import static java.util.Objects.requireNonNull;

/**
 * Who is told of findings, and in whose name.
 *
 * @param topic ARN of the topic for findings
 * @param organization name of the organisation
 */
public record FindingsAudience(String topic, String organization) {

    /** Checks that nothing is missing. */
    public FindingsAudience {
        requireNonNull(topic, "topic is null");
        requireNonNull(organization, "organization is null");
    }
}
