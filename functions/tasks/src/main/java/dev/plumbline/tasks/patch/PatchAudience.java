package dev.plumbline.tasks.patch;

import static java.util.Objects.requireNonNull;

/**
 * Who is told of patching.
 *
 * @param topic ARN of the topic
 * @param organization the name of the organisation, for subjects
 */
public record PatchAudience(String topic, String organization) {
    /** Checks that nothing is missing. */
    public PatchAudience {
        requireNonNull(topic, "topic is null");
        requireNonNull(organization, "organization is null");
    }
}
