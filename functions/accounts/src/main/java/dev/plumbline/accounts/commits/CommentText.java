package dev.plumbline.accounts.commits;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Texts of others inside of Markdown: shown as they are, and never obeyed. */
public final class CommentText {

    private static final Pattern BACKTICKS = Pattern.compile("`+");
    private static final int LONGEST = 500;

    private CommentText() {}

    /** Returns a text as code inside of a line: it mentions nobody, links nowhere and is no HTML. */
    public static String code(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        String cut = line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
        String fence = "`".repeat(longestRun(cut) + 1);
        boolean needsSpace = cut.isEmpty() || cut.startsWith("`") || cut.endsWith("`");
        return needsSpace ? fence + " " + cut + " " + fence : fence + cut + fence;
    }

    /** Returns what fences a block of code off: longer than any run of backticks inside of it. */
    public static String fence(String content) {
        return "`".repeat(Math.max(3, longestRun(content) + 1));
    }

    /** Returns the text of a comment on a line. */
    static String annotation(String mark, Annotation annotation) {
        return "<!-- " + mark + " -->\n**" + annotation.title() + "** " + code(annotation.message());
    }

    private static int longestRun(String text) {
        return BACKTICKS
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .mapToInt(String::length)
                .max()
                .orElse(0);
    }
}
