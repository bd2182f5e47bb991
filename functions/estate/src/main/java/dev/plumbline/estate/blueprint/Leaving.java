package dev.plumbline.estate.blueprint;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of a resource when its stack is removed, as its template says.
 *
 * @param policy its DeletionPolicy, empty where the template says nothing
 * @param stateful whether it holds data
 * @param protectedByOrNull the parameter that protects it from deletion, or null
 */
public record Leaving(
        String policy, boolean stateful, @Nullable String protectedByOrNull) {

    /** Checks that nothing is missing. */
    public Leaving {
        requireNonNull(policy, "policy is null");
    }

    /** Whether it stays. */
    public boolean kept() {
        return policy.startsWith("Retain");
    }

    /** Whether a snapshot of it stays. */
    public boolean snapshotted() {
        return policy.equals("Snapshot");
    }

    /** Whether it holds data that would be gone although nobody has said so. */
    public boolean losesData() {
        return stateful && policy.isEmpty();
    }
}
