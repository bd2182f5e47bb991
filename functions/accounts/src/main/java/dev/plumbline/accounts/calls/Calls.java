package dev.plumbline.accounts.calls;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.plumbline.accounts.errors.ErrorCode;
import dev.plumbline.accounts.query.QueryAnswer;
import dev.plumbline.accounts.query.QueryError;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.accounts.wire.DocumentError;
import dev.plumbline.accounts.wire.Received;
import dev.plumbline.accounts.wire.Wire;
import dev.plumbline.failure.Failure;
import dev.plumbline.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Asks an account for the operations of the registry. What AWS answers as an error is raised as a {@link Failure} that
 * says what happens next, but for the codes by which an operation says that there is nothing, or nothing to do.
 */
public final class Calls {

    private static final int MOST_PAGES = 1_000;

    private final Session session;

    private Calls(Session session) {
        this.session = requireNonNull(session, "session is null");
    }

    /** Returns the gateway for where a session works. */
    public static Calls in(Session session) {
        return new Calls(session);
    }

    /** Returns the account that is asked. */
    public String account() {
        return session.account();
    }

    /** Returns the region that is asked. */
    public String region() {
        return session.region();
    }

    /** Returns the partition, as ARNs name it. */
    public String partition() {
        return session.partition();
    }

    /**
     * Asks, once for each page of the answer.
     *
     * @return the answer, or nothing where there is no such thing or it is so already
     */
    public Optional<Answer> ask(Call call) {
        Spelling spelling = call.operation().spelling();
        List<ErrorCode> nothing =
                spelling.nothing().stream().map(ErrorCode::new).toList();
        String what = "call " + spelling.action() + " in " + session;
        return spelling.api()
                .errors()
                .callUnless(nothing, what, () -> spelling.paged() ? pages(call, spelling) : send(call, spelling));
    }

    private Answer pages(Call call, Spelling spelling) {
        Cursor cursor = spelling.api().cursor();
        List<Answer> pages = new ArrayList<>();
        String next = "";
        do {
            if (pages.size() == MOST_PAGES) {
                throw new IllegalStateException(spelling.action() + " has more than " + MOST_PAGES + " pages");
            }
            Answer page = send(next.isEmpty() ? call : call.with(cursor.asked(), next), spelling);
            pages.add(page);
            next = page.text(cursor.answered());
        } while (!next.isEmpty());
        return pages.size() == 1 ? pages.getFirst() : new Pages(pages);
    }

    private Answer send(Call call, Spelling spelling) {
        Wire wire = Wire.to(spelling.api().service(), session);
        return switch (spelling.api().protocol()) {
            case EC2_QUERY -> form(wire, call, false);
            case QUERY -> form(wire, call, true);
            case JSON -> document(wire, call);
            case REST_JSON -> rest(wire, call);
            case REST_XML -> object(wire, call);
        };
    }

    private static Answer form(Wire wire, Call call, boolean wrapped) {
        byte[] body = Form.of(call);
        SdkHttpRequest request = request(wire, "POST", "/")
                .putHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .build();
        String action = call.operation().action();
        return wrapped
                ? wire.send(action, request, body, Calls::xml).at(action + "Result")
                : wire.send(action, request, body, Calls::ec2);
    }

    private static Answer document(Wire wire, Call call) {
        Spelling spelling = call.operation().spelling();
        byte[] body = Json.bytes(call.parameters());
        SdkHttpRequest request = request(wire, "POST", "/")
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("X-Amz-Target", spelling.api().version() + "." + spelling.action())
                .build();
        return wire.send(spelling.action(), request, body, Calls::json);
    }

    private static Answer rest(Wire wire, Call call) {
        Route route = Route.of(call);
        boolean asks = route.method().equals("GET");
        byte[] body = asks || route.body().isEmpty() ? new byte[0] : Json.bytes(route.body());
        SdkHttpRequest.Builder request =
                request(wire, route.method(), route.path()).putHeader("Content-Type", "application/json");
        if (asks) {
            route.body()
                    .properties()
                    .forEach(entry -> request.putRawQueryParameter(
                            entry.getKey(), entry.getValue().asText()));
        }
        return wire.send(call.operation().action(), request.build(), body, Calls::json);
    }

    private Answer object(Wire wire, Call call) {
        Route route = Route.of(call);
        byte[] body = route.body().isEmpty() ? new byte[0] : XmlDocument.of(call.operation(), route.body());
        SdkHttpRequest.Builder request = request(wire, route.method(), route.path())
                .putHeader("Content-Type", "application/xml")
                .putHeader("Content-MD5", XmlDocument.md5(body));
        if (call.operation().spelling().api() == Api.S3_CONTROL) {
            request.putHeader("x-amz-account-id", session.account());
            if (session.transport().endpoint().isEmpty()) {
                request.host(session.account() + "." + wire.endpoint().getHost());
            }
        } else {
            request.putHeader("x-amz-expected-bucket-owner", session.account());
        }
        if (!route.subresource().isEmpty()) {
            request.putRawQueryParameter(route.subresource(), "");
        }
        return wire.send(call.operation().action(), request.build(), body, Calls::xml);
    }

    private static SdkHttpRequest.Builder request(Wire wire, String method, String path) {
        return SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(method))
                .uri(wire.endpoint())
                .encodedPath(path);
    }

    private static Answer xml(Received answer) throws IOException {
        return answer.isSuccessful() && answer.isEmpty() ? Answer.nothing() : new XmlAnswer(QueryAnswer.read(answer));
    }

    /**
     * EC2 answers some requests with success and tells within of what it did not do: flow logs that are there already
     * for CreateFlowLogs, for DeleteFlowLogs those that are not. Nothing is asked here for two things at once, so the
     * first one tells all.
     */
    private static Answer ec2(Received received) throws IOException {
        Answer answer = xml(received);
        Optional<Answer> refused = answer.items("unsuccessful").stream()
                .map(item -> item.at("error"))
                .filter(error -> !error.text("code").isEmpty())
                .findFirst();
        if (refused.isPresent()) {
            throw QueryError.of(
                    received.status(), refused.get().text("code"), refused.get().text("message"));
        }
        return answer;
    }

    private static Answer json(Received answer) throws IOException {
        if (!answer.isSuccessful()) {
            throw DocumentError.read(answer);
        }
        return new JsonAnswer(answer.isEmpty() ? JsonNodeFactory.instance.objectNode() : Json.read(answer.body()));
    }
}
