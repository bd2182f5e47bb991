package dev.plumbline.accounts.query;

import dev.plumbline.accounts.wire.Received;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Reads the answers that are errors: EC2 wraps them in {@code Errors/Error}, CloudWatch in {@code Error}, S3 in
 * nothing.
 */
public final class QueryError {

    private QueryError() {}

    /** Returns the error that an answer tells, whatever the answer is. */
    public static AwsServiceException read(Received answer) {
        Optional<XmlNode> error = parse(answer.body()).flatMap(QueryError::error);
        String code = error.map(found -> found.text("Code")).orElse("HTTP" + answer.status());
        String message = error.map(found -> found.text("Message")).orElse("no message");
        return of(answer.status(), code, message);
    }

    /** Returns the error that a service has told in its own way. */
    public static AwsServiceException of(int status, String code, String message) {
        return AwsServiceException.builder()
                .statusCode(status)
                .message(message)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();
    }

    private static Optional<XmlNode> error(XmlNode root) {
        return Stream.of(
                        root.find("Errors").flatMap(errors -> errors.find("Error")),
                        root.find("Error"),
                        root.find("Code").map(code -> root))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** A proxy's page of an error is not XML: then only the status tells. */
    private static Optional<XmlNode> parse(byte[] body) {
        try {
            return Optional.of(XmlNode.parse(body));
        } catch (IOException notXml) {
            return Optional.empty();
        }
    }
}
