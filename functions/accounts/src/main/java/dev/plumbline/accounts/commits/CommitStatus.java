package dev.plumbline.accounts.commits;

import static java.util.Objects.requireNonNull;

import java.net.URI;

/**
 * What is shown beside a commit.
 *
 * @param commit the commit, 40 or 64 hexadecimal digits
 * @param context what is spoken of, such as {@code prod} or {@code run}; a status of the same context replaces the one
 *     before
 * @param state how it fares
 * @param description one line for people; cut to what the providers take
 * @param link where to read more
 */
public record CommitStatus(String commit, String context, CommitState state, String description, URI link) {

    /** What GitHub takes; the others take more. */
    private static final int DESCRIPTION_LENGTH = 140;

    private static final String PREFIX = "plumbline/";

    /** Checks the commit and the context, and cuts the description. */
    public CommitStatus {
        if (!commit.matches("[0-9a-f]{40}|[0-9a-f]{64}")) {
            throw new IllegalArgumentException("not the id of a commit: " + commit);
        }
        if (!context.matches("[a-z0-9][a-z0-9-]{0,62}")) {
            throw new IllegalArgumentException("not a context: " + context);
        }
        requireNonNull(state, "state is null");
        requireNonNull(link, "link is null");
        description = cut(description);
    }

    /** Returns the name under which the providers show the status. */
    String name() {
        return PREFIX + context;
    }

    /** Never cuts a character in two that takes two places. */
    private static String cut(String description) {
        String line = description.replaceAll("\\s+", " ").strip();
        if (line.codePointCount(0, line.length()) <= DESCRIPTION_LENGTH) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, DESCRIPTION_LENGTH - 1)) + "…";
    }
}
