package dev.plumbline.estate.patching;

import java.util.Arrays;
import java.util.regex.Pattern;

/** The order of versions of engines, clusters and add-ons: number by number, whatever stands between the numbers. */
public final class VersionOrder {

    private static final Pattern BETWEEN = Pattern.compile("[^0-9]+");

    private VersionOrder() {}

    /** Compares two versions, such as {@code 17.6} and {@code 17.10}, or {@code v1.20.0-eksbuild.1} and another. */
    public static int compare(String one, String other) {
        return Arrays.compare(numbers(one), numbers(other));
    }

    /** Whether one version is above another. */
    public static boolean above(String one, String other) {
        return compare(one, other) > 0;
    }

    private static long[] numbers(String version) {
        return BETWEEN.splitAsStream(version)
                .filter(number -> !number.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray();
    }
}
