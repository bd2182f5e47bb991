package bare;

import software.amazon.awssdk.services.cloudcontrol.CloudControlClient;

/** Asks for one resource. */
final class CloudControl implements Call {

    private final CloudControlClient client = Aws.client(CloudControlClient.builder());

    CloudControl() {}

    @Override
    public void call() {
        client.getResource(request ->
                request.typeName("AWS::SNS::Topic").identifier(System.getenv("PLUMBLINE_TOPIC_DEPLOYMENTS")));
    }
}
