package dev.plumbline.accounts.stub;

import dev.plumbline.accounts.session.Configuration;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.accounts.session.Sessions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Answers the requests of the SDK's clients by a function and remembers them. */
public final class StubAws implements SdkHttpClient {

    private final Function<StubRequest, StubAnswer> answers;
    private final List<StubRequest> requests = new CopyOnWriteArrayList<>();

    /** Creates a stub that answers by a function; an {@link UncheckedIOException} of it is a fault on the way. */
    public StubAws(Function<StubRequest, StubAnswer> answers) {
        this.answers = answers;
    }

    /** Returns the requests so far. */
    public List<StubRequest> requests() {
        return List.copyOf(requests);
    }

    /** Returns the actions of the requests so far. */
    public List<String> actions() {
        return requests.stream().map(StubRequest::action).toList();
    }

    /** Returns the session of a function in the hub over this stub. */
    public Session hub() {
        return sessions(InstantSource.system()).hub();
    }

    /** Returns the sessions of a function over this stub. */
    public Sessions sessions(InstantSource clock) {
        Map<String, String> environment = Map.of(
                "AWS_REGION", "eu-west-1",
                "AWS_ACCESS_KEY_ID", "AKIDHUB",
                "AWS_SECRET_ACCESS_KEY", "secret",
                "AWS_SESSION_TOKEN", "token",
                "PLUMBLINE_HUB_ACCOUNT", "555555555555",
                "PLUMBLINE_EXTERNAL_ID", "our-external-id");
        return new Sessions(Configuration.from(environment), this, clock);
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return answer(request);
            }

            @Override
            public void abort() {}
        };
    }

    @Override
    public String clientName() {
        return "stub";
    }

    @Override
    public void close() {}

    private HttpExecuteResponse answer(HttpExecuteRequest request) throws IOException {
        StubRequest seen = new StubRequest(request.httpRequest(), body(request));
        requests.add(seen);
        StubAnswer answer = asked(seen);
        byte[] content = answer.body().getBytes(StandardCharsets.UTF_8);
        SdkHttpResponse.Builder head = SdkHttpResponse.builder().statusCode(answer.status());
        answer.headers().forEach(head::putHeader);
        return HttpExecuteResponse.builder()
                .response(head.build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(content)))
                .build();
    }

    private StubAnswer asked(StubRequest request) throws IOException {
        try {
            return answers.apply(request);
        } catch (UncheckedIOException fault) {
            throw new IOException("the connection was reset", fault);
        }
    }

    private static String body(HttpExecuteRequest request) throws IOException {
        if (request.contentStreamProvider().isEmpty()) {
            return "";
        }
        try (InputStream content = request.contentStreamProvider().get().newStream()) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
