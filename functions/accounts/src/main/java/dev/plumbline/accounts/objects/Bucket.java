package dev.plumbline.accounts.objects;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.accounts.errors.ErrorCode;
import dev.plumbline.accounts.errors.ErrorTable;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.failure.Failure;
import dev.plumbline.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * The control plane's bucket. Every call names the account that must own it: a bucket of that name in another account
 * is refused. What AWS answers as an error is raised as a {@link Failure} that says what happens next.
 */
public final class Bucket {

    private static final ErrorTable ERRORS = ErrorTable.of("S3")
            .retry("ConditionalRequestConflict", "OperationAborted")
            .stall("The bucket is missing: deploy template.yaml again", "NoSuchBucket")
            .build();

    private static final ErrorCode NO_SUCH_KEY = new ErrorCode("NoSuchKey");
    private static final ErrorCode THERE_ALREADY = new ErrorCode("PreconditionFailed");

    private final S3Client client;
    private final String name;
    private final String owner;
    private final String root;

    private Bucket(S3Client client, String name, String owner, String root) {
        this.client = requireNonNull(client, "client is null");
        this.name = requireNonNull(name, "name is null");
        this.owner = requireNonNull(owner, "owner is null");
        this.root = requireNonNull(root, "root is null");
    }

    /** Returns the bucket of that name which the session's own account owns. */
    public static Bucket in(Session session, String name) {
        return new Bucket(
                session.client(S3Client.class, () -> builder(session)), name, session.account(), root(session, name));
    }

    private static S3ClientBuilder builder(Session session) {
        return S3Client.builder()
                .forcePathStyle(session.transport().endpoint().isPresent())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED);
    }

    private static String root(Session session, String name) {
        return session.transport()
                .endpoint()
                .map(endpoint -> endpoint.toString().replaceAll("/+$", "") + "/" + name)
                .orElseGet(() -> "https://%s.s3.%s.%s"
                        .formatted(
                                name,
                                session.region(),
                                session.partition().equals("aws-cn") ? "amazonaws.com.cn" : "amazonaws.com"));
    }

    /** Returns the address of an object, as CloudFormation wants it for a template. */
    public String url(String key) {
        return root + "/" + key;
    }

    /**
     * Stores an object unless there is one of that key; returns whether it was stored now. For keys that are digests.
     */
    public boolean putIfAbsent(String key, byte[] content, String contentType) {
        return ERRORS.callUnless(
                        THERE_ALREADY,
                        what("store", key),
                        () -> client.putObject(
                                request(key, contentType).ifNoneMatch("*").build(), RequestBody.fromBytes(content)))
                .isPresent();
    }

    /** Stores an object in the place of what was there. */
    public void put(String key, byte[] content, String contentType) {
        ERRORS.call(
                what("store", key),
                () -> client.putObject(request(key, contentType).build(), RequestBody.fromBytes(content)));
    }

    /** Returns an object, or nothing where there is none. */
    public Optional<byte[]> get(String key) {
        return ERRORS.callUnless(
                NO_SUCH_KEY,
                what("read", key),
                () -> client.getObjectAsBytes(
                                request -> request.bucket(name).key(key).expectedBucketOwner(owner))
                        .asByteArray());
    }

    /** Stores a document in the place of what was there. */
    public void putJson(String key, JsonNode document) {
        put(key, Json.bytes(document), "application/json");
    }

    /** Returns a document, or nothing where there is none. */
    public Optional<JsonNode> getJson(String key) {
        return get(key).map(Bucket::parse);
    }

    private static JsonNode parse(byte[] content) {
        try {
            return Json.read(content);
        } catch (IOException error) {
            throw new UncheckedIOException(
                    "not JSON: " + new String(content, 0, Math.min(content.length, 40), StandardCharsets.UTF_8), error);
        }
    }

    private PutObjectRequest.Builder request(String key, String contentType) {
        return PutObjectRequest.builder()
                .bucket(name)
                .key(key)
                .contentType(contentType)
                .expectedBucketOwner(owner);
    }

    private String what(String verb, String key) {
        return verb + " s3://" + name + "/" + key;
    }
}
