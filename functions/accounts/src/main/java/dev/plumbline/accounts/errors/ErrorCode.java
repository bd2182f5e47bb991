package dev.plumbline.accounts.errors;

import static java.util.Objects.requireNonNull;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * An answer of AWS that is told by its error code and, where AWS uses one code for many things, by a part of its
 * message.
 *
 * @param code the code, with or without the suffix {@code Exception}; services differ in that
 * @param fragment part of the message, empty for any message
 */
public record ErrorCode(String code, String fragment) {

    private static final String SUFFIX = "Exception";

    /** Checks that nothing is missing. */
    public ErrorCode {
        requireNonNull(code, "code is null");
        requireNonNull(fragment, "fragment is null");
        code = bare(code);
    }

    /** Creates a code that matches whatever the message says. */
    public ErrorCode(String code) {
        this(code, "");
    }

    /** Whether AWS answered this. */
    public boolean matches(AwsServiceException error) {
        AwsErrorDetails details = error.awsErrorDetails();
        if (details == null
                || details.errorCode() == null
                || !bare(details.errorCode()).equals(code)) {
            return false;
        }
        return fragment.isEmpty() || AwsMessage.whole(error).contains(fragment);
    }

    private static String bare(String code) {
        return code.endsWith(SUFFIX) ? code.substring(0, code.length() - SUFFIX.length()) : code;
    }
}
