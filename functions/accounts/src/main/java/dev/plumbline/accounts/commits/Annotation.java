package dev.plumbline.accounts.commits;

import static java.util.Objects.requireNonNull;

/**
 * What is wrong with a line of a commit.
 *
 * @param file path of the file
 * @param line its line, from 1
 * @param title what kind of problem it is
 * @param message what is wrong and what to do, in plain text
 */
public record Annotation(String file, int line, String title, String message) {

    /** Checks that nothing is missing. */
    public Annotation {
        requireNonNull(file, "file is null");
        requireNonNull(title, "title is null");
        requireNonNull(message, "message is null");
    }
}
