package dev.plumbline.accounts.notices;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.errors.ErrorTable;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.failure.Failure;
import java.util.Map;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/**
 * The topics that people subscribe to. A notice that is published twice arrives twice. What AWS answers as an error is
 * raised as a {@link Failure} that says what happens next.
 */
public final class Notices {

    private static final ErrorTable ERRORS = ErrorTable.of("SNS")
            .retry("KMSThrottlingException")
            .stall("The topic is missing: deploy template.yaml again", "NotFound")
            .build();

    private final SnsClient client;

    private Notices(SnsClient client) {
        this.client = requireNonNull(client, "client is null");
    }

    /** Returns the gateway for where a session works. */
    public static Notices in(Session session) {
        return new Notices(session.client(SnsClient.class, SnsClient::builder));
    }

    /** Publishes a notice to a topic. */
    public void publish(String topicArn, Notice notice) {
        Map<String, MessageAttributeValue> attributes = Map.of(
                "environment", text(notice.environment()),
                "severity", text(notice.severity().label()),
                "kind", text(notice.kind()));
        ERRORS.call(
                "publish to " + topicArn,
                () -> client.publish(request -> request.topicArn(topicArn)
                        .subject(notice.subject())
                        .message(notice.message())
                        .messageAttributes(attributes)));
    }

    private static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(value)
                .build();
    }
}
