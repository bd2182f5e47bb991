package dev.plumbline.estate;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * A place in a file of the live repository or of the built-in blueprints, as an editor counts.
 *
 * @param file path of the file
 * @param line line, from 1
 * @param column column in code points, from 1
 */
public record Position(String file, int line, int column) implements Comparable<Position> {

    private static final Comparator<Position> ORDER = Comparator.comparing(Position::file)
            .thenComparingInt(Position::line)
            .thenComparingInt(Position::column);

    /** Checks that the place can exist. */
    public Position {
        requireNonNull(file, "file is null");
        if (line < 1 || column < 1) {
            throw new IllegalArgumentException("lines and columns count from 1: " + line + ":" + column);
        }
    }

    /** Returns the first place of a file. */
    public static Position startOf(String file) {
        return new Position(file, 1, 1);
    }

    /** Reads what {@link #toString()} wrote. */
    public static Position parse(String text) {
        int column = text.lastIndexOf(':');
        int line = text.lastIndexOf(':', column - 1);
        if (line < 0) {
            throw new IllegalArgumentException("not a position: " + text);
        }
        return new Position(
                text.substring(0, line),
                Integer.parseInt(text.substring(line + 1, column)),
                Integer.parseInt(text.substring(column + 1)));
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }

    /** Returns {@code file:line:column}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
