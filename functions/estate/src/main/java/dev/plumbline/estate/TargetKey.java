package dev.plumbline.estate;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * One account and region: the unit that is locked and worked on alone.
 *
 * @param account account id, twelve digits
 * @param region region, such as {@code eu-west-1}
 */
public record TargetKey(String account, String region) implements Comparable<TargetKey> {

    private static final Comparator<TargetKey> ORDER =
            Comparator.comparing(TargetKey::account).thenComparing(TargetKey::region);

    /** Checks that both look like what they are. */
    public TargetKey {
        check(account, region);
    }

    /**
     * Checks that an account and a region look like what they are, for whoever keeps them apart.
     *
     * @throws IllegalArgumentException if the account is not twelve digits, or the region is empty
     */
    public static void check(String account, String region) {
        requireNonNull(account, "account is null");
        requireNonNull(region, "region is null");
        if (account.length() != 12 || !account.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            throw new IllegalArgumentException("not an account id: " + account);
        }
        if (region.isEmpty()) {
            throw new IllegalArgumentException("region is empty");
        }
    }

    @Override
    public int compareTo(TargetKey other) {
        return ORDER.compare(this, other);
    }

    /** Returns {@code account/region}. */
    @Override
    public String toString() {
        return account + "/" + region;
    }
}
