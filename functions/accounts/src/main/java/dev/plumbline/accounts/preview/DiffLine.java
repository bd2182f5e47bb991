package dev.plumbline.accounts.preview;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A line of a diff, without colours and without a word that a terminal would obey.
 *
 * @param signOrNull what would happen, or null for a remark
 * @param depth how far it is indented: 0 for a resource, 1 for its properties
 * @param text the line
 */
public record DiffLine(@Nullable Sign signOrNull, int depth, String text) {

    /** Checks that nothing is missing. */
    public DiffLine {
        requireNonNull(text, "text is null");
    }

    /** Returns the mark that stands before it; empty for a remark. */
    public String mark() {
        return signOrNull == null ? "" : signOrNull.mark();
    }
}
