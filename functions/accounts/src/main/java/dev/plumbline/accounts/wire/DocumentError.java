package dev.plumbline.accounts.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.plumbline.json.Json;
import java.io.IOException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Reads the answers that are errors, of services that speak JSON: JSON 1.1 says its code in the document, REST APIs say
 * it there or in a header that repeats it.
 */
public final class DocumentError {

    private DocumentError() {}

    /** Returns the error that an answer tells, whatever the answer is. */
    public static AwsServiceException read(int status, byte[] body) {
        JsonNode document = parse(body);
        String type = document.path("__type").asText(document.path("code").asText("HTTP" + status));
        String code = type.substring(type.indexOf('#') + 1);
        String message =
                document.path("message").asText(document.path("Message").asText("no message"));
        return AwsServiceException.builder()
                .statusCode(status)
                .message(message)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();
    }

    /** A proxy's page of an error is not JSON: then only the status tells. */
    private static JsonNode parse(byte[] body) {
        try {
            return Json.read(body);
        } catch (IOException notJson) {
            return JsonNodeFactory.instance.objectNode();
        }
    }
}
