package dev.plumbline.cli.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.cli.Problem;
import dev.plumbline.cli.process.Command;
import dev.plumbline.cli.process.CommandFailed;
import dev.plumbline.estate.Digests;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;

/** Deploys the control plane into the hub, from the template as it is, by the same command as on AWS. */
final class ControlPlane {

    static final String STACK = "plumbline";

    private static final String SECRET = "plumbline/webhook";
    private static final String STATUS_SECRET = "plumbline/status";

    /** As the blueprint eks names it, whose version it carries. */
    private static final String MANIFESTS_FUNCTION = "artifacts/manifests/1.0.0.zip";

    private final Checkout checkout;
    private final Home home;
    private final LocalSettings settings;
    private final String region;

    ControlPlane(Checkout checkout, Home home, LocalSettings settings, String region) {
        this.checkout = requireNonNull(checkout, "checkout is null");
        this.home = requireNonNull(home, "home is null");
        this.settings = requireNonNull(settings, "settings is null");
        this.region = requireNonNull(region, "region is null");
    }

    /** The outputs of the deployed stack, or nothing where it is not deployed. */
    Optional<Map<String, String>> outputs() {
        return new Stacks(hub()).outputs(STACK);
    }

    /** Deploys it with {@code sam deploy}. */
    void deploy(Path programs, String organizationName, String webhookSecret) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("OrganizationName", organizationName);
        parameters.put("OrganizationId", LocalAccount.ORGANIZATION);
        parameters.put("ExternalId", settings.externalId());
        parameters.put("RepositoryUrl", settings.repositoryUrl().toString());
        parameters.put("RepositoryId", "github:" + LiveRepository.ID);
        parameters.put("Branch", "refs/heads/" + LiveRepository.BRANCH);
        parameters.put("GitHosts", "127.0.0.1");
        parameters.put(
                "WebhookSecretArn",
                secretArn(
                        SECRET,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("github", webhookSecret)
                                .toString()));
        parameters.put("StatusApi", settings.providerUrl().toString());
        parameters.put("StatusSecretArn", secretArn(STATUS_SECRET, "local"));
        parameters.put("Configuration", Digests.sha256(parameters.toString().getBytes(UTF_8)));
        try {
            sam(programs, parameters).runInto(log());
            publish();
        } catch (CommandFailed e) {
            throw new Problem(
                    "sam deploy failed: " + e.output(),
                    "The whole log is " + log() + "; what the emulator said is in " + home.logs() + "/emulator.log.",
                    e);
        }
    }

    /** Puts what blueprints take from the hub's bucket there, as one does by hand on AWS. */
    private void publish() {
        String bucket = requireNonNull(outputs().orElseThrow().get("Bucket"), "the stack has no output Bucket");
        hub().client(S3Client.class, S3Client::builder)
                .putObject(
                        request -> request.bucket(bucket)
                                .expectedBucketOwner(LocalAccount.hub().id())
                                .key(MANIFESTS_FUNCTION),
                        checkout.manifestsFunction());
    }

    private Command sam(Path programs, Map<String, String> parameters) {
        List<String> words = new ArrayList<>(List.of(
                programs.resolve("sam").toString(),
                "deploy",
                "--template-file=" + checkout.template(),
                "--stack-name=" + STACK,
                "--region=" + region,
                "--resolve-s3",
                "--capabilities=CAPABILITY_NAMED_IAM",
                "--no-confirm-changeset",
                "--no-fail-on-empty-changeset",
                "--no-progressbar",
                "--parameter-overrides"));
        parameters.forEach((name, value) -> words.add(name + "=" + value));
        Command command = new Command(words, home.folder(), LocalAccount.hub().variables(settings.endpoint(), region));
        return command.with("SAM_CLI_TELEMETRY", "0")
                .with("SAM_CLI_POLL_DELAY", "1")
                .with("AWS_PROFILE", "")
                .with("AWS_SESSION_TOKEN", "")
                .with("AWS_CONFIG_FILE", "/dev/null")
                .with("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
    }

    private String secretArn(String name, String value) {
        SecretsManagerClient secrets = hub().client(SecretsManagerClient.class, SecretsManagerClient::builder);
        try {
            return secrets.createSecret(request -> request.name(name).secretString(value))
                    .arn();
        } catch (ResourceExistsException e) {
            secrets.putSecretValue(request -> request.secretId(name).secretString(value));
            return secrets.describeSecret(request -> request.secretId(name)).arn();
        }
    }

    private Session hub() {
        return LocalAccount.hub().session(settings.endpoint(), region);
    }

    private Path log() {
        return home.logs().resolve("sam-deploy.log");
    }
}
