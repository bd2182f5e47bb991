package dev.plumbline.accounts.session;

/** The part of AWS that a region belongs to, as ARNs name it. */
final class Partition {

    private Partition() {}

    static String of(String region) {
        if (region.startsWith("cn-")) {
            return "aws-cn";
        }
        return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    }
}
