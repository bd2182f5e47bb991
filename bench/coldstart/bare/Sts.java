package bare;

import software.amazon.awssdk.services.sts.StsClient;

/** Asks for the caller. */
final class Sts implements Call {

    private final StsClient client = Aws.client(StsClient.builder());

    Sts() {}

    @Override
    public void call() {
        client.getCallerIdentity();
    }
}
