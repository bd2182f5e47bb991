package dev.plumbline.estate.read;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Matches a pattern that comes from a repository against a value that comes from one. A pattern that backtracks without
 * end is cut off, and counts as matched: CloudFormation judges again.
 */
final class BoundedMatch {

    private static final int MOST_STEPS = 1_000_000;

    private BoundedMatch() {}

    /** Returns whether the whole value matches. */
    static boolean matches(Pattern pattern, String value) {
        try {
            return pattern.matcher(new Counted(value, new AtomicInteger())).matches();
        } catch (TooManySteps | StackOverflowError e) {
            return true;
        }
    }

    /** A text that counts how often it is looked at, together with all its parts. */
    private record Counted(CharSequence text, AtomicInteger steps) implements CharSequence {

        @Override
        public char charAt(int index) {
            if (steps.incrementAndGet() > MOST_STEPS) {
                throw new TooManySteps();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text.subSequence(start, end), steps);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }

    private static final class TooManySteps extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooManySteps() {
            super("too many steps", null, false, false);
        }
    }
}
