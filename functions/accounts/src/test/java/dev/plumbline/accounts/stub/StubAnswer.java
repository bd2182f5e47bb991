package dev.plumbline.accounts.stub;

/**
 * An answer as AWS would have sent it.
 *
 * @param status the HTTP status
 * @param body the body
 */
public record StubAnswer(int status, String body) {

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

    /** Returns an error as services with JSON send it. */
    public static StubAnswer jsonError(int status, String code, String message) {
        return new StubAnswer(status, "{\"__type\":\"com.amazonaws#%s\",\"message\":\"%s\"}".formatted(code, message));
    }
}
