package bare;

import software.amazon.awssdk.services.sfn.SfnClient;

/** Asks for the executions of the reconcile machine. */
final class Sfn implements Call {

    private final SfnClient client = Aws.client(SfnClient.builder());

    Sfn() {}

    @Override
    public void call() {
        client.listExecutions(request ->
                request.stateMachineArn(System.getenv("PLUMBLINE_RECONCILE")).maxResults(1));
    }
}
