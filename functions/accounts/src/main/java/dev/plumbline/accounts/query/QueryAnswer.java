package dev.plumbline.accounts.query;

import dev.plumbline.accounts.wire.Received;
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
    public static XmlNode read(Received answer) throws IOException {
        if (answer.isSuccessful()) {
            return XmlNode.parse(answer.body());
        }
        throw QueryError.read(answer);
    }
}
