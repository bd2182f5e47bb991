package dev.plumbline.accounts.wire;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.requests.Requests;
import dev.plumbline.accounts.session.Session;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/** Sends requests of one session to one service. Each may be sent several times where a fault on the way passes. */
public final class Wire {

    private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();
    private static final Set<SdkHttpMethod> WRITING = Set.of(SdkHttpMethod.POST, SdkHttpMethod.PUT);

    private final Session session;
    private final Service service;
    private final Attempts attempts = new Attempts();

    private Wire(Session session, Service service) {
        this.session = requireNonNull(session, "session is null");
        this.service = requireNonNull(service, "service is null");
    }

    /**
     * A service as requests reach it.
     *
     * @param label its name, as requests are counted under it
     * @param signedFor its name in signatures
     * @param host the first labels of its host name, before the region where it has one
     * @param region the region of its host name and signatures; empty for the session's own
     * @param literalPath whether paths are signed as they are, which is so for S3 alone
     */
    public record Service(String label, String signedFor, String host, String region, boolean literalPath) {
        /** Checks that nothing is missing. */
        public Service {
            requireNonNull(label, "label is null");
            requireNonNull(signedFor, "signedFor is null");
            requireNonNull(host, "host is null");
            requireNonNull(region, "region is null");
        }

        /** Returns a service with an endpoint in each region, whose host name is what requests are signed for. */
        public static Service regional(String label, String host) {
            return new Service(label, host, host, "", false);
        }

        /** Returns a service with one endpoint for all regions, whose requests are signed for us-east-1. */
        public static Service global(String label, String host) {
            return new Service(label, host, host, "us-east-1", false);
        }
    }

    /** Returns the way of a session to a service. */
    public static Wire to(Service service, Session session) {
        return new Wire(session, service);
    }

    /** Returns where requests go: AWS's own endpoint, or the one that stands for all services. */
    public URI endpoint() {
        return session.transport().endpoint().orElseGet(this::ownEndpoint);
    }

    /**
     * Sends a request and reads its answer, again where that fails for a while.
     *
     * @param action what it asks for, as it is counted
     * @throws software.amazon.awssdk.core.exception.SdkException where the last attempt failed, too
     */
    public <T> T send(String action, SdkHttpRequest request, byte[] body, Reader<T> reader) {
        return attempts.make(() -> attempt(action, request, body, reader));
    }

    /**
     * Sends a request as it is, once: somebody else has signed it.
     *
     * @param action what it asks for, as it is counted
     */
    public <T> T pass(String action, SdkHttpRequest signed, byte[] body, Reader<T> reader) {
        Requests.sent(session.purpose(), service.label(), action);
        HttpExecuteRequest.Builder sending = HttpExecuteRequest.builder().request(signed);
        // With even an empty body the JDK's connection would make a POST of a GET, and the signature no longer fit.
        if (body.length > 0 || WRITING.contains(signed.method())) {
            sending.contentStreamProvider(() -> new ByteArrayInputStream(body));
        }
        try {
            HttpExecuteResponse response =
                    session.transport().http().prepareRequest(sending.build()).call();
            return reader.read(new Received(response.httpResponse(), content(response)));
        } catch (IOException error) {
            throw SdkClientException.create(String.valueOf(error.getMessage()), error);
        }
    }

    /** Returns a request as it would be sent, for somebody else to send. */
    public SdkHttpRequest signed(SdkHttpRequest request, byte[] body) {
        return sign(request, body).request();
    }

    /** Reads what came back; a failure that may pass is one of the SDK's. */
    @FunctionalInterface
    public interface Reader<T> {
        /** Reads an answer, be it an error or what was asked for. */
        T read(Received answer) throws IOException;
    }

    private <T> T attempt(String action, SdkHttpRequest request, byte[] body, Reader<T> reader) {
        return pass(action, signed(framed(request, body), body), body, reader);
    }

    /**
     * Says how long the body is, and so also that there is none where the method gives it a meaning: HTTP wants that
     * (RFC 9110, 8.6), and a server may refuse what does not say it with 411. The JDK's connection says nothing by
     * itself.
     */
    private static SdkHttpRequest framed(SdkHttpRequest request, byte[] body) {
        return body.length == 0 && !WRITING.contains(request.method())
                ? request
                : request.copy(framing -> framing.putHeader("Content-Length", Integer.toString(body.length)));
    }

    private SignedRequest sign(SdkHttpRequest request, byte[] body) {
        return SIGNER.sign(signing -> {
            signing.identity(session.credentials().resolveCredentials())
                    .request(request)
                    .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, service.signedFor())
                    .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, !service.literalPath())
                    .putProperty(AwsV4FamilyHttpSigner.NORMALIZE_PATH, !service.literalPath())
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region());
            if (body.length > 0) {
                signing.payload(() -> new ByteArrayInputStream(body));
            }
        });
    }

    private String region() {
        return service.region().isEmpty() ? session.region() : service.region();
    }

    private URI ownEndpoint() {
        String domain = session.partition().equals("aws-cn") ? "amazonaws.com.cn" : "amazonaws.com";
        String place = service.region().isEmpty() ? service.host() + "." + session.region() : service.host();
        return URI.create("https://" + place + "." + domain + "/");
    }

    private static byte[] content(HttpExecuteResponse response) throws IOException {
        try (InputStream body =
                response.responseBody().orElseGet(() -> AbortableInputStream.create(InputStream.nullInputStream()))) {
            return body.readAllBytes();
        }
    }
}
