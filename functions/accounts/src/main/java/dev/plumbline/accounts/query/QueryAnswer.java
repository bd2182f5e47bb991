package dev.plumbline.accounts.query;

import java.io.IOException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Reads what a service answers that speaks the query protocol. */
public final class QueryAnswer {

    private QueryAnswer() {}

    /**
     * Returns the root of an answer.
     *
     * @throws AwsServiceException where the service answers with an error
     * @throws IOException where something on the way answers in its place
     */
    public static XmlNode read(int status, byte[] body) throws IOException {
        if (status >= 200 && status < 300) {
            return XmlNode.parse(body);
        }
        throw QueryError.read(status, body);
    }
}
