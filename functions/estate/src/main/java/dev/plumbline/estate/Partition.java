package dev.plumbline.estate;

import java.util.List;

/**
 * A part of AWS that has accounts, endpoints and ARNs of its own. Plumbline runs in the standard one alone: in the
 * others IAM, Route 53 and GuardDuty have other endpoints or other limits, and the state machines name {@code aws}.
 *
 * @param id its name in ARNs, such as {@code aws-us-gov}
 */
public record Partition(String id) {

    private static final Partition STANDARD = new Partition("aws");

    /** What the regions of the others begin with, as botocore's partitions.json has it; the first that fits counts. */
    private static final List<Prefix> PREFIXES = List.of(
            new Prefix("cn-", "aws-cn"),
            new Prefix("us-gov-", "aws-us-gov"),
            new Prefix("us-iso-", "aws-iso"),
            new Prefix("us-isob-", "aws-iso-b"),
            new Prefix("eu-isoe-", "aws-iso-e"),
            new Prefix("us-isof-", "aws-iso-f"),
            new Prefix("eusc-", "aws-eusc"));

    /** Returns the partition in which a region is. */
    public static Partition of(String region) {
        return PREFIXES.stream()
                .filter(prefix -> region.startsWith(prefix.text()))
                .findFirst()
                .map(prefix -> new Partition(prefix.partition()))
                .orElse(STANDARD);
    }

    /** Returns whether Plumbline runs there. */
    public boolean isSupported() {
        return equals(STANDARD);
    }

    private record Prefix(String text, String partition) {}
}
