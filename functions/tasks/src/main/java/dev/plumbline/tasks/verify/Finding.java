package dev.plumbline.tasks.verify;

import static java.util.Objects.requireNonNull;

/**
 * What a check found.
 *
 * @param id the check's id
 * @param says the sentence that it claims
 * @param resource what was looked at
 * @param expected what it should be
 * @param seen what it is
 * @param ok whether the claim holds
 */
public record Finding(String id, String says, String resource, String expected, String seen, boolean ok) {

    private static final int SEEN_LENGTH = 600;

    /** Checks that nothing is missing, and shortens what would fill a page. */
    public Finding {
        requireNonNull(id, "id is null");
        requireNonNull(says, "says is null");
        requireNonNull(resource, "resource is null");
        requireNonNull(expected, "expected is null");
        requireNonNull(seen, "seen is null");
        seen = seen.length() <= SEEN_LENGTH ? seen : seen.substring(0, SEEN_LENGTH) + "…";
    }

    /** Returns what is wrong, in one sentence. */
    String told() {
        return resource + ": " + says + ". Expected " + expected + ", seen " + seen;
    }
}
