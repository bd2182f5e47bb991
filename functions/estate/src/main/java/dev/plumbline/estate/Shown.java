package dev.plumbline.estate;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What a repository wrote, as it may stand in a message. A problem is one line of a log, a terminal and a comment: what
 * ends a line, turns its direction or moves a cursor is named and not repeated, and no value fills the page.
 */
final class Shown {

    /** More than any message of ours with a key of the greatest length in it. */
    private static final int LONGEST = 1_500;

    private static final Pattern HIDDEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    private Shown() {}

    /** Returns a text as one line of what can be seen. */
    static String line(String text) {
        return HIDDEN.matcher(shortened(text)).replaceAll(Shown::named);
    }

    private static String shortened(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        boolean splits = Character.isHighSurrogate(text.charAt(LONGEST - 1));
        return text.substring(0, splits ? LONGEST - 1 : LONGEST) + "…";
    }

    private static String named(MatchResult hidden) {
        return "<U+%04X>".formatted(hidden.group().codePointAt(0));
    }
}
