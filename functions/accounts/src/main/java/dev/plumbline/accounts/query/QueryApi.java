package dev.plumbline.accounts.query;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.errors.ErrorTable;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.accounts.wire.Wire;
import dev.plumbline.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Calls actions of one service in one account and region. Signed, counted, repeated and typed like the calls of the
 * SDK's clients. What AWS answers as an error is raised as a {@link Failure} that says what happens next.
 */
public final class QueryApi {

    private static final int PAGES = 1_000;

    private final QueryService service;
    private final ErrorTable errors;
    private final Session session;
    private final Wire wire;

    private QueryApi(QueryService service, ErrorTable errors, Session session) {
        this.service = requireNonNull(service, "service is null");
        this.errors = requireNonNull(errors, "errors is null");
        this.session = requireNonNull(session, "session is null");
        this.wire = Wire.to(service.service(), session);
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
        return errors.call("call " + action + " in " + session, () -> send(action, form));
    }

    /**
     * Calls an action of EC2 for every page of its answer.
     *
     * @param list the element that holds the entries
     */
    public List<XmlNode> pages(String action, QueryParameters parameters, String list) {
        return pages(action, parameters, list, "NextToken", Optional::of, "nextToken");
    }

    /**
     * Calls an action of RDS or IAM for every page of its answer.
     *
     * @param list the element that holds the entries, within the action's result
     */
    public List<XmlNode> markedPages(String action, QueryParameters parameters, String list) {
        return pages(action, parameters, list, "Marker", answer -> answer.find(action + "Result"), "Marker");
    }

    /**
     * Calls an action of Elastic Load Balancing for every page of its answer.
     *
     * @param list the element that holds the entries, within the action's result
     */
    public List<XmlNode> nextMarkedPages(String action, QueryParameters parameters, String list) {
        return pages(action, parameters, list, "Marker", answer -> answer.find(action + "Result"), "NextMarker");
    }

    private List<XmlNode> pages(
            String action,
            QueryParameters parameters,
            String list,
            String cursor,
            Function<XmlNode, Optional<XmlNode>> within,
            String nextCursor) {
        List<XmlNode> entries = new ArrayList<>();
        String next = "";
        for (int page = 0; page < PAGES; page++) {
            Optional<XmlNode> answer = within.apply(
                    call(action, next.isEmpty() ? parameters : parameters.copy().with(cursor, next)));
            answer.ifPresent(found -> entries.addAll(found.items(list)));
            next = answer.map(found -> found.text(nextCursor)).orElse("");
            if (next.isEmpty()) {
                return List.copyOf(entries);
            }
        }
        throw new IllegalStateException(action + " has more than " + PAGES + " pages");
    }

    private XmlNode send(String action, byte[] form) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(wire.endpoint())
                .putHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .build();
        return wire.send(action, request, form, QueryAnswer::read);
    }
}
