package dev.plumbline.estate;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * Something in the live repository that has to be put right before anything is deployed.
 *
 * @param file path of the file
 * @param line line, from 1
 * @param column column, from 1
 * @param code what kind of problem it is; documented in {@code docs/reference/estate.md}
 * @param message what is wrong, in one sentence
 * @param hint what to do about it; empty where the message says all
 */
public record Problem(String file, int line, int column, ProblemCode code, String message, String hint)
        implements Comparable<Problem> {

    private static final Comparator<Problem> ORDER = Comparator.comparing(Problem::position)
            .thenComparing(Problem::code)
            .thenComparing(Problem::message)
            .thenComparing(Problem::hint);

    /** Checks that nothing is missing; what the repository wrote into the texts stays on their line. */
    public Problem {
        requireNonNull(file, "file is null");
        requireNonNull(code, "code is null");
        message = Shown.line(requireNonNull(message, "message is null"));
        hint = Shown.line(requireNonNull(hint, "hint is null"));
    }

    /** Creates a problem at a place. */
    public Problem(Position position, ProblemCode code, String message, String hint) {
        this(position.file(), position.line(), position.column(), code, message, hint);
    }

    /** Returns where it is. */
    public Position position() {
        return new Position(file, line, column);
    }

    @Override
    public int compareTo(Problem other) {
        return ORDER.compare(this, other);
    }

    /** Returns {@code file:line:column: CODE message (hint)}. */
    @Override
    public String toString() {
        return position() + ": " + code + " " + message + (hint.isEmpty() ? "" : " (" + hint + ")");
    }
}
