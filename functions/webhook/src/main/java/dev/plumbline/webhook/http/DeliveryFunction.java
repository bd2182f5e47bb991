package dev.plumbline.webhook.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.plumbline.webhook.signature.Delivery;
import dev.plumbline.webhook.signature.Headers;
import io.micronaut.context.ApplicationContext;
import io.micronaut.function.aws.MicronautRequestHandler;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The door's only route. What the door does not look at is dropped before anything else sees it, and the body is bytes,
 * whatever its sender calls it.
 */
public final class DeliveryFunction extends MicronautRequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {

    private static final int BUSY = 503;
    private static final String RETRY_AFTER_SECONDS = "30";

    private static final Set<String> KNOWN = Set.of(
            "x-github-event",
            "x-hub-signature",
            "x-hub-signature-256",
            "x-gitlab-event",
            "x-gitlab-token",
            "webhook-id",
            "webhook-timestamp",
            "webhook-signature",
            "x-event-key",
            "circleci-event-type",
            "circleci-signature");

    private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]*");

    private final Reception reception;

    /** Creates the function from a context that has a {@link Reception}. */
    public DeliveryFunction(ApplicationContext context) {
        super(context);
        this.reception = context.getBean(Reception.class);
    }

    /** Returns the reply to a request; never throws. */
    @Override
    public APIGatewayV2HTTPResponse execute(APIGatewayV2HTTPEvent request) {
        return response(reply(request));
    }

    /** Returns the reply to a request that is too large to be read. */
    public APIGatewayV2HTTPResponse tooLarge() {
        return response(reception.tooLarge());
    }

    private static APIGatewayV2HTTPResponse response(Reply reply) {
        Map<String, String> headers = new TreeMap<>(Map.of("content-type", reply.mediaType()));
        if (reply.status() == BUSY) {
            headers.put("retry-after", RETRY_AFTER_SECONDS);
        }
        return APIGatewayV2HTTPResponse.builder()
                .withStatusCode(reply.status())
                .withHeaders(headers)
                .withBody(reply.body())
                .build();
    }

    private Reply reply(APIGatewayV2HTTPEvent request) {
        String method = request.getRequestContext().getHttp().getMethod();
        if (!method.equals("POST") || !request.getRawPath().equals("/")) {
            return reception.misdirected(method, request.getRawPath());
        }
        byte[] body;
        try {
            body = Envelope.body(request);
        } catch (IllegalArgumentException announcedAsBase64AndIsNone) {
            return reception.withoutBody();
        }
        return body.length == 0
                ? reception.withoutBody()
                : reception.receive(new Delivery(
                        request.getRequestContext().getRequestId(), Headers.of(known(request.getHeaders())), body));
    }

    /** Keeps a header that was sent twice, in whatever case, as both values joined by a comma. */
    private static Map<String, String> known(Map<String, String> headers) {
        Map<String, String> known = new TreeMap<>();
        headers.forEach((anyCase, value) -> {
            String name = anyCase.toLowerCase(Locale.ROOT);
            if (KNOWN.contains(name)) {
                // What HTTP could not carry proves nothing, but that the header is there still counts.
                known.merge(name, PRINTABLE.matcher(value).matches() ? value : "", (a, b) -> a + "," + b);
            }
        });
        return known;
    }
}
