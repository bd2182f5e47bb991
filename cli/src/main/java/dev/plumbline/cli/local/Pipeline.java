package dev.plumbline.cli.local;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.errors.ErrorTable;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.accounts.wire.DocumentError;
import dev.plumbline.accounts.wire.Wire;
import dev.plumbline.cli.Problem;
import dev.plumbline.cli.process.Command;
import dev.plumbline.json.Json;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * The pipeline of the example application. What it builds is played, as nothing runs on a local cluster: it pushes the
 * manifest of an image. What it does to the live repository is done by its own scripts.
 */
public final class Pipeline {

    private static final String STACK = "estate-app-images";
    private static final int TAG_BYTES = 6;
    private static final int DIGEST_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final ErrorTable ERRORS = ErrorTable.of("ECR").build();
    private static final String PUT_IMAGE = "AmazonEC2ContainerRegistry_V20150921.PutImage";

    private final Checkout checkout;
    private final Home home;
    private final Session hub;

    Pipeline(Checkout checkout, Home home, Session hub) {
        this.checkout = requireNonNull(checkout, "checkout is null");
        this.home = requireNonNull(home, "home is null");
        this.hub = requireNonNull(hub, "hub is null");
    }

    /**
     * Pushes an image to the application's repository, under a tag of twelve digits as that of a commit.
     *
     * @return the image as it is deployed, with its tag and its digest
     * @throws Problem if no such repository is deployed
     */
    public String publish() {
        String repository = new Stacks(hub).outputs(STACK).orElse(Map.of()).getOrDefault("RepositoryUri", "");
        if (repository.isEmpty()) {
            throw new Problem(
                    "the stack app-images of shared-services has no repository yet",
                    "Wait until it is deployed: ./plumbline run.");
        }
        String tag = random(TAG_BYTES);
        String digest = push(repository.substring(repository.indexOf('/') + 1), tag);
        return repository + ":" + tag + "@" + digest;
    }

    /** Deploys an image to an environment, by a commit to the live repository; returns what the script said. */
    public String deploy(String environment, String image) {
        return script("deploy.sh", environment, image);
    }

    /** Deploys to an environment what another one runs; returns what the script said. */
    public String promote(String from, String to) {
        return script("promote.sh", from, to);
    }

    private String script(String name, String... arguments) {
        return Command.of("bash", checkout.pipelineScript(name).toString())
                .and(arguments)
                .with("LIVE_REPOSITORY", home.liveRepository().toString())
                .run();
    }

    private String push(String repository, String tag) {
        ObjectNode config = JsonNodeFactory.instance
                .objectNode()
                .put("mediaType", "application/vnd.oci.image.config.v1+json")
                .put("size", 2)
                .put("digest", "sha256:" + random(DIGEST_BYTES));
        ObjectNode manifest = JsonNodeFactory.instance
                .objectNode()
                .put("schemaVersion", 2)
                .put("mediaType", "application/vnd.oci.image.manifest.v1+json");
        manifest.set("config", config);
        manifest.putArray("layers");
        ObjectNode request = JsonNodeFactory.instance
                .objectNode()
                .put("repositoryName", repository)
                .put("imageTag", tag)
                .put("imageManifest", manifest.toString())
                .put("imageManifestMediaType", "application/vnd.oci.image.manifest.v1+json");
        return ERRORS.call("push an image in " + hub, () -> put(request))
                .at("/image/imageId/imageDigest")
                .asText();
    }

    private JsonNode put(ObjectNode parameters) {
        byte[] body = Json.bytes(parameters);
        Wire wire = Wire.to(Wire.Service.regional("ECR", "ecr"), hub);
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(wire.endpoint())
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("Content-Length", Integer.toString(body.length))
                .putHeader("X-Amz-Target", PUT_IMAGE)
                .build();
        return wire.send("PutImage", request, body, answer -> {
            if (!answer.isSuccessful()) {
                throw DocumentError.read(answer);
            }
            return Json.read(answer.body());
        });
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
