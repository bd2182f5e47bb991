package bare;

import software.amazon.awssdk.services.cloudformation.CloudFormationClient;

/** Asks for one stack. */
final class CloudFormation implements Call {

    private final CloudFormationClient client = Aws.client(CloudFormationClient.builder());

    CloudFormation() {}

    @Override
    public void call() {
        client.describeStacks(request -> request.stackName(System.getenv("BENCH_STACK")));
    }
}
