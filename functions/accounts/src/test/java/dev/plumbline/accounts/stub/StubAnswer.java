package dev.plumbline.accounts.stub;

import java.util.Map;

/**
 * An answer as AWS would have sent it.
 *
 * @param status the HTTP status
 * @param headers the headers that matter
 * @param body the body
 */
public record StubAnswer(int status, Map<String, String> headers, String body) {

    /** Copies the headers. */
    public StubAnswer {
        headers = Map.copyOf(headers);
    }

    /** Creates an answer without headers. */
    public StubAnswer(int status, String body) {
        this(status, Map.of(), body);
    }

    /** Returns an answer that all is well. */
    public static StubAnswer ok(String body) {
        return new StubAnswer(200, body);
    }

    /** Returns the answer of CloudFormation to an action, in its envelope. */
    public static StubAnswer result(String action, String content) {
        return ok("<%1$sResponse><%1$sResult>%2$s</%1$sResult></%1$sResponse>".formatted(action, content));
    }

    /** Returns an error as services with the query protocol and S3 send it. */
    public static StubAnswer xmlError(int status, String code, String message) {
        return new StubAnswer(
                status,
                "<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error></ErrorResponse>"
                        .formatted(code, message));
    }

    /** Returns an error as S3 sends it. */
    public static StubAnswer objectError(int status, String code) {
        return new StubAnswer(status, "<Error><Code>%1$s</Code><Message>%1$s</Message></Error>".formatted(code));
    }

    /** Returns an error as EC2 sends it. */
    public static StubAnswer ec2Error(int status, String code, String message) {
        return new StubAnswer(
                status,
                "<Response><Errors><Error><Code>%s</Code><Message>%s</Message></Error></Errors></Response>"
                        .formatted(code, message));
    }

    /**
     * Returns an error as REST services with JSON send it: named in a header, with an address behind the name, and not
     * in the body. EKS sends it so.
     */
    public static StubAnswer restError(int status, String code, String message) {
        return new StubAnswer(
                status,
                Map.of("x-amzn-ErrorType", code + ":http://internal.amazon.com/coral/com.amazon.coral.service/"),
                "{\"message\":\"%s\"}".formatted(message));
    }

    /** Returns an error as GuardDuty sends it: its body names another than its header (boto3's issue 3890). */
    public static StubAnswer guardDutyError(String message) {
        return new StubAnswer(
                400,
                Map.of("x-amzn-ErrorType", "BadRequestException"),
                "{\"message\":\"%s\",\"__type\":\"InvalidInputException\"}".formatted(message));
    }

    /** Returns an error as services with JSON 1.1 send it. */
    public static StubAnswer jsonError(int status, String code, String message) {
        return new StubAnswer(status, "{\"__type\":\"com.amazonaws#%s\",\"message\":\"%s\"}".formatted(code, message));
    }
}
