package bare;

import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Asks for the webhook's secret. */
final class SecretsManager implements Call {

    private final SecretsManagerClient client = Aws.client(SecretsManagerClient.builder());

    SecretsManager() {}

    @Override
    public void call() {
        client.getSecretValue(request -> request.secretId(System.getenv("PLUMBLINE_WEBHOOK_SECRET")));
    }
}
