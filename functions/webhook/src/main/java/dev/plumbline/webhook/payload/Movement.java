package dev.plumbline.webhook.payload;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * A reference that moved.
 *
 * @param ref its full name
 * @param before the commit that it pointed to; zeros where it is new
 * @param after the commit that it points to now; zeros where it was deleted
 */
public record Movement(String ref, String before, String after) {

    /** No commit at all. */
    public static final String ZERO = "0".repeat(40);

    private static final Pattern ZEROS = Pattern.compile("0+");

    /** Checks that nothing is missing. */
    public Movement {
        requireNonNull(ref, "ref is null");
        requireNonNull(before, "before is null");
        requireNonNull(after, "after is null");
    }

    /** Returns whether the reference is gone. */
    public boolean isDeletion() {
        return ZEROS.matcher(after).matches();
    }
}
