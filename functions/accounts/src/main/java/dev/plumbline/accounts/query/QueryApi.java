package dev.plumbline.accounts.query;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.errors.ErrorTable;
import dev.plumbline.accounts.requests.Requests;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.failure.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/**
 * Calls actions of one service in one account and region. Signed, counted, repeated and typed like the calls of the
 * SDK's clients. What AWS answers as an error is raised as a {@link Failure} that says what happens next.
 */
public final class QueryApi {

    private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();
    private static final int PAGES = 1_000;

    private final QueryService service;
    private final ErrorTable errors;
    private final Session session;
    private final Attempts attempts = new Attempts();

    private QueryApi(QueryService service, ErrorTable errors, Session session) {
        this.service = requireNonNull(service, "service is null");
        this.errors = requireNonNull(errors, "errors is null");
        this.session = requireNonNull(session, "session is null");
    }

    /** Returns the client of a service for where a session works. */
    public static QueryApi of(QueryService service, ErrorTable errors, Session session) {
        return new QueryApi(service, errors, session);
    }

    /** Calls an action and returns the root of its answer. */
    public XmlNode call(String action, QueryParameters parameters) {
        byte[] form = parameters
                .copy()
                .with("Action", action)
                .with("Version", service.version())
                .form();
        return errors.call("call " + action + " in " + session, () -> attempts.make(() -> attempt(action, form)));
    }

    /**
     * Calls an action of EC2 for every page of its answer.
     *
     * @param list the element that holds the entries
     */
    public List<XmlNode> pages(String action, QueryParameters parameters, String list) {
        List<XmlNode> entries = new ArrayList<>();
        String next = "";
        for (int page = 0; page < PAGES; page++) {
            XmlNode answer =
                    call(action, next.isEmpty() ? parameters : parameters.copy().with("NextToken", next));
            entries.addAll(answer.items(list));
            next = answer.text("nextToken");
            if (next.isEmpty()) {
                return List.copyOf(entries);
            }
        }
        throw new IllegalStateException(action + " has more than " + PAGES + " pages");
    }

    private XmlNode attempt(String action, byte[] form) {
        Requests.sent(session.purpose(), service.label(), action);
        SignedRequest signed = sign(form);
        HttpExecuteRequest.Builder request = HttpExecuteRequest.builder().request(signed.request());
        signed.payload().ifPresent(request::contentStreamProvider);
        try {
            HttpExecuteResponse response =
                    session.transport().http().prepareRequest(request.build()).call();
            return read(response);
        } catch (IOException error) {
            throw SdkClientException.create(String.valueOf(error.getMessage()), error);
        }
    }

    private SignedRequest sign(byte[] form) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(endpoint())
                .putHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .putHeader("Content-Length", Integer.toString(form.length))
                .build();
        return SIGNER.sign(signing -> signing.identity(session.credentials().resolveCredentials())
                .request(request)
                .payload(() -> new ByteArrayInputStream(form))
                .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, service.host())
                .putProperty(AwsV4HttpSigner.REGION_NAME, session.region()));
    }

    private URI endpoint() {
        String domain = session.partition().equals("aws-cn") ? "amazonaws.com.cn" : "amazonaws.com";
        return session.transport()
                .endpoint()
                .orElseGet(() -> URI.create("https://" + service.host() + "." + session.region() + "." + domain + "/"));
    }

    private static XmlNode read(HttpExecuteResponse response) throws IOException {
        byte[] body = body(response);
        if (response.httpResponse().isSuccessful()) {
            return XmlNode.parse(body);
        }
        throw QueryError.read(response.httpResponse().statusCode(), body);
    }

    private static byte[] body(HttpExecuteResponse response) throws IOException {
        try (InputStream body =
                response.responseBody().orElseGet(() -> AbortableInputStream.create(InputStream.nullInputStream()))) {
            return body.readAllBytes();
        }
    }
}
