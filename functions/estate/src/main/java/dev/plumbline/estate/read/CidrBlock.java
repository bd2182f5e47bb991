package dev.plumbline.estate.read;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of IPv4 addresses.
 *
 * @param text as it was written
 * @param first the first address, as a number
 * @param last the last address, as a number
 */
record CidrBlock(String text, long first, long last) {

    private static final Pattern FORM =
            Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})/([0-9]{1,2})");
    private static final int BITS = 32;

    /**
     * Returns the range that a text names, or nothing where it names none. Bits behind the prefix are ignored, as by
     * AWS.
     */
    static Optional<CidrBlock> parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        long address = 0;
        for (int part = 1; part <= 4; part++) {
            int number = Integer.parseInt(parts.group(part));
            if (number > 255) {
                return Optional.empty();
            }
            address = address * 256 + number;
        }
        int prefix = Integer.parseInt(parts.group(5));
        if (prefix > BITS) {
            return Optional.empty();
        }
        long size = 1L << (BITS - prefix);
        long first = address - address % size;
        return Optional.of(new CidrBlock(text, first, first + size - 1));
    }

    /** Returns it as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
