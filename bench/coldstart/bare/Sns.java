package bare;

import software.amazon.awssdk.services.sns.SnsClient;

/** Asks for one topic. */
final class Sns implements Call {

    private final SnsClient client = Aws.client(SnsClient.builder());

    Sns() {}

    @Override
    public void call() {
        client.getTopicAttributes(request -> request.topicArn(System.getenv("PLUMBLINE_TOPIC_DEPLOYMENTS")));
    }
}
