package dev.plumbline.tasks.wave;

import static java.util.stream.Collectors.joining;

import java.util.List;

/**
 * Reasons as an answer to a machine holds them: however many there are, and however long each is. An answer of more
 * than 256 KiB ends the execution as {@code States.DataLimitExceeded}, which no {@code States.ALL} catches ("Handling
 * errors in Step Functions workflows", Step Functions developer guide), so that nobody is told anything.
 */
public final class Told {

    private static final int SHOWN = 20;
    private static final int LONGEST = 2_000;

    private Told() {}

    /** Returns the first of them, one a line, and how many more there are. */
    public static String lines(List<String> reasons) {
        String first = reasons.stream().limit(SHOWN).map(Told::cut).collect(joining("\n"));
        return reasons.size() <= SHOWN ? first : first + "\n… and " + (reasons.size() - SHOWN) + " more";
    }

    /** Returns the first of many names, and how many more there are. */
    public static String list(List<String> names) {
        int shown = 10 * SHOWN;
        String first = names.stream().limit(shown).collect(joining(", "));
        return names.size() <= shown ? first : first + " and " + (names.size() - shown) + " more";
    }

    /** Returns a reason, or its beginning where it is too long. */
    public static String cut(String reason) {
        return reason.length() <= LONGEST ? reason : reason.substring(0, LONGEST) + "…";
    }
}
