package dev.plumbline.estate;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * Something in the live repository that somebody should look at. It stops nothing: what is right is deployed.
 *
 * @param position where it is
 * @param code what kind of warning it is
 * @param message what is so, in one sentence
 * @param hint what to do about it
 */
public record Warning(Position position, Code code, String message, String hint) implements Comparable<Warning> {

    private static final Comparator<Warning> ORDER = Comparator.comparing(Warning::position)
            .thenComparing(Warning::code)
            .thenComparing(Warning::message)
            .thenComparing(Warning::hint);

    /** The kinds of warnings. The names are shown to people and searched for: they do not change. */
    public enum Code {
        /** AWS ends the support of a version. */
        SUPPORT_ENDS("AWS ends its standard support of a version within 180 days, or has ended it.");

        private final String meaning;

        Code(String meaning) {
            this.meaning = meaning;
        }

        /** Returns what it means, as one sentence for the reference. */
        public String meaning() {
            return meaning;
        }
    }

    /** Checks that nothing is missing. */
    public Warning {
        requireNonNull(position, "position is null");
        requireNonNull(code, "code is null");
        requireNonNull(message, "message is null");
        requireNonNull(hint, "hint is null");
    }

    @Override
    public int compareTo(Warning other) {
        return ORDER.compare(this, other);
    }

    /** Returns {@code file:line:column: WARN CODE message (hint)}. */
    @Override
    public String toString() {
        return position + ": WARN " + code + " " + message + (hint.isEmpty() ? "" : " (" + hint + ")");
    }
}
