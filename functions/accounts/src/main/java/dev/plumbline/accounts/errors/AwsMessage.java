package dev.plumbline.accounts.errors;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What AWS itself said, on one line, without what the SDK wraps around it. */
final class AwsMessage {

    private static final int LONGEST = 1_500;

    private AwsMessage() {}

    static String of(AwsServiceException error) {
        AwsErrorDetails details = error.awsErrorDetails();
        String said = details == null ? error.getMessage() : details.errorMessage();
        return oneLine(said == null || said.isBlank() ? "no message" : said);
    }

    static String oneLine(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
