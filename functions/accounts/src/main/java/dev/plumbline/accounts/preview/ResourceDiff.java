package dev.plumbline.accounts.preview;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What would happen to one resource.
 *
 * @param sign whether it comes, changes, is replaced or goes
 * @param logicalId its id in the template
 * @param type its type, such as {@code AWS::EC2::VPC}
 * @param physicalId its id in AWS; empty where it is to be made
 * @param effect whether another takes its place
 * @param danger why that is dangerous, in words; empty where it is not
 * @param note what else is to be known; often empty
 * @param values what would happen to its properties
 */
public record ResourceDiff(
        Sign sign,
        String logicalId,
        String type,
        String physicalId,
        Effect effect,
        String danger,
        String note,
        List<ValueDiff> values) {

    /** Checks that nothing is missing and copies the values. */
    public ResourceDiff {
        requireNonNull(sign, "sign is null");
        requireNonNull(logicalId, "logicalId is null");
        requireNonNull(type, "type is null");
        requireNonNull(physicalId, "physicalId is null");
        requireNonNull(effect, "effect is null");
        requireNonNull(danger, "danger is null");
        requireNonNull(note, "note is null");
        values = List.copyOf(values);
    }
}
