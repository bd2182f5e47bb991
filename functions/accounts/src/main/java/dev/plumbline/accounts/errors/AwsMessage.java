package dev.plumbline.accounts.errors;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * What AWS itself said, on one line, without what the SDK wraps around it. A refusal often begins with the value that
 * is refused ("1 validation error detected: Value '…' at '…' failed to satisfy constraint: …"), which may have
 * thousands of characters: the value is shortened, so that the reason is left.
 */
final class AwsMessage {

    private static final int LONGEST = 1_500;
    private static final int LONGEST_VALUE = 100;
    private static final int VALUE_SHOWN = 40;

    private static final Pattern VALUE = Pattern.compile("'[^']{%1$d,}'|\"[^\"]{%1$d,}\"".formatted(LONGEST_VALUE));

    private AwsMessage() {}

    /** Returns what is shown of it. */
    static String of(AwsServiceException error) {
        return oneLine(whole(error));
    }

    /** Returns all of it, for who looks for something in it. */
    static String whole(AwsServiceException error) {
        AwsErrorDetails details = error.awsErrorDetails();
        String said = details == null ? error.getMessage() : details.errorMessage();
        return said == null || said.isBlank() ? "no message" : said;
    }

    static String oneLine(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        if (line.length() <= LONGEST) {
            return line;
        }
        String shortened = VALUE.matcher(line).replaceAll(AwsMessage::shortened);
        int half = LONGEST / 2;
        return shortened.length() <= LONGEST
                ? shortened
                : shortened.substring(0, half) + " … " + shortened.substring(shortened.length() - half);
    }

    private static String shortened(MatchResult value) {
        String all = value.group();
        String quote = all.substring(0, 1);
        return Matcher.quoteReplacement(all.substring(0, 1 + VALUE_SHOWN) + "…" + quote);
    }
}
