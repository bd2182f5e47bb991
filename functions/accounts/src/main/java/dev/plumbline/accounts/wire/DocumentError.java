package dev.plumbline.accounts.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.plumbline.json.Json;
import java.io.IOException;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Reads the answers that are errors, of services that speak JSON. REST APIs name the error in a header: EKS there
 * alone, and GuardDuty's documents contradict it (boto3's issue 3890). JSON 1.1 names it in the document. So the header
 * comes first, then {@code code}, then {@code __type}, as Smithy's {@code restJson1} has it; what stands before
 * {@code #} is a namespace, what stands behind {@code :} an address.
 */
public final class DocumentError {

    private static final String HEADER = "x-amzn-ErrorType";

    private DocumentError() {}

    /** Returns the error that an answer tells, whatever the answer is. */
    public static AwsServiceException read(Received answer) {
        JsonNode document = parse(answer.body());
        String message =
                document.path("message").asText(document.path("Message").asText("no message"));
        return AwsServiceException.builder()
                .statusCode(answer.status())
                .message(message)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code(answer, document))
                        .errorMessage(message)
                        .build())
                .build();
    }

    private static String code(Received answer, JsonNode document) {
        return Stream.of(answer.header(HEADER), text(document.path("code")), text(document.path("__type")))
                .map(DocumentError::bare)
                .filter(code -> !code.isEmpty())
                .findFirst()
                .orElse("HTTP" + answer.status());
    }

    private static String text(JsonNode field) {
        return field.isTextual() ? field.asText() : "";
    }

    private static String bare(String type) {
        int address = type.indexOf(':');
        String named = address < 0 ? type : type.substring(0, address);
        return named.substring(named.indexOf('#') + 1).strip();
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
