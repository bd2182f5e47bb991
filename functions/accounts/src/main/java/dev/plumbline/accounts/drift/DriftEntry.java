package dev.plumbline.accounts.drift;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is not as it was declared. Values that may be secret are never held: {@link Secrecy} hides them first.
 *
 * @param resource logical id of the resource, or the name of the setting
 * @param physicalId the resource's id in AWS; empty for a setting
 * @param type its type, such as {@code AWS::EC2::VPC}; empty for a setting
 * @param kind what has happened to it
 * @param property where the property is, such as {@code /EnableDnsHostnames}; empty where the resource is gone
 * @param declared what it was declared to be; empty where it was not
 * @param live what it is; empty where it is not
 * @param changedByOrNull who changed it, or null where CloudTrail does not tell
 */
public record DriftEntry(
        String resource,
        String physicalId,
        String type,
        Kind kind,
        String property,
        String declared,
        String live,
        @Nullable ChangedBy changedByOrNull) {

    /** Checks that nothing is missing. */
    public DriftEntry {
        requireNonNull(resource, "resource is null");
        requireNonNull(physicalId, "physicalId is null");
        requireNonNull(type, "type is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(property, "property is null");
        requireNonNull(declared, "declared is null");
        requireNonNull(live, "live is null");
    }

    /** Says nothing of who changed it. */
    public DriftEntry(
            String resource, String physicalId, String type, Kind kind, String property, String declared, String live) {
        this(resource, physicalId, type, kind, property, declared, live, null);
    }

    /** Returns who changed it, or nothing where CloudTrail does not tell. */
    public Optional<ChangedBy> changedBy() {
        return Optional.ofNullable(changedByOrNull);
    }

    /** Returns the same with who changed it. */
    public DriftEntry by(ChangedBy who) {
        return new DriftEntry(resource, physicalId, type, kind, property, declared, live, who);
    }

    /** What has happened. */
    public enum Kind {
        /** A property has another value. */
        CHANGED,
        /** The resource is gone. */
        DELETED
    }

    /** Returns it in words: {@code Vpc (AWS::EC2::VPC) EnableDnsHostnames is false, declared true}. */
    @Override
    public String toString() {
        String what = type.isEmpty() ? "setting " + resource : resource + " (" + type + ")";
        return switch (kind) {
            case DELETED -> what + " is gone";
            case CHANGED ->
                what + (property.isEmpty() ? "" : " " + property.substring(1)) + " is " + shown(live) + ", declared "
                        + shown(declared);
        };
    }

    private static String shown(String value) {
        return value.isEmpty() ? "absent" : value;
    }
}
