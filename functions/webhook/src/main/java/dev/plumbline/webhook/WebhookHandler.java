package dev.plumbline.webhook;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.webhook.http.FunctionUrlEvent;
import dev.plumbline.webhook.http.Journal;
import dev.plumbline.webhook.http.Problem;
import dev.plumbline.webhook.http.Reception;
import dev.plumbline.webhook.http.Reply;
import dev.plumbline.webhook.signature.Authenticator;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.MapPropertySource;
import io.micronaut.function.aws.proxy.payload2.APIGatewayV2HTTPEventFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import org.crac.Core;
import org.jspecify.annotations.Nullable;

/**
 * The door for Git and CI: a function behind a Function URL (payload format 2.0). What it is configured by comes from
 * the map that it is given, and it keeps nothing outside of itself, so that several can live in one process.
 */
public final class WebhookHandler implements RequestStreamHandler {

    private static final int BODY_BYTES = 1 << 20;

    /** The event itself comes from Lambda, which takes at most 6 MB; its body is judged later. */
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxStringLength(16 << 20)
                    .build())
            .build());

    private final APIGatewayV2HTTPEventFunction function;
    private final Journal journal;
    private final Priming priming;

    /** Creates the function as Lambda does. Before Lambda takes a snapshot, what a delivery needs is loaded. */
    public WebhookHandler() {
        this(System.getenv());
        Core.getGlobalContext().register(priming);
    }

    /** Creates the function from an environment of its own. */
    public WebhookHandler(Map<String, String> environment) {
        this(DoorParts.of(environment));
    }

    WebhookHandler(DoorParts parts) {
        this.journal = new Journal(System.out::println, InstantSource.system());
        Authenticator authenticator = new Authenticator(parts.secrets(), InstantSource.system());
        this.function = micronaut(new Reception(authenticator, parts.door(), journal));
        this.priming = new Priming(parts.door(), () -> SignedPing.through(parts));
    }

    private static APIGatewayV2HTTPEventFunction micronaut(Reception reception) {
        ApplicationContext context = ApplicationContext.builder()
                .classLoader(WebhookHandler.class.getClassLoader())
                .environmentPropertySource(false)
                .bootstrapEnvironment(false)
                .enableDefaultPropertySources(false)
                .deduceEnvironment(false)
                .banner(false)
                .propertySources(
                        MapPropertySource.of("door", Map.of("micronaut.application.name", "plumbline-webhook")))
                .singletons(reception)
                .build();
        return new APIGatewayV2HTTPEventFunction(context.start());
    }

    /**
     * Answers a request, or a call that keeps the snapshot alive.
     *
     * @throws IOException when the streams cannot be read or written
     */
    @Override
    public void handleRequest(InputStream input, OutputStream output, @Nullable Context context) throws IOException {
        JsonNode event = JSON.readTree(input);
        JSON.writeValue(output, event.path("keepWarm").asBoolean() ? JSON.createObjectNode() : answer(event, context));
    }

    /** Lets go of what the function holds; only a door that is thrown away is ever closed. */
    void close() {
        function.close();
    }

    private ObjectNode answer(JsonNode event, @Nullable Context context) {
        try {
            FunctionUrlEvent request = FunctionUrlEvent.of(event);
            if (!request.isDelivery()) {
                return json(Reply.of(Problem.NOT_FOUND));
            }
            if (request.length() == 0) {
                return json(Reply.of(Problem.UNAUTHENTICATED));
            }
            return request.length() > BODY_BYTES
                    ? json(Reply.of(Problem.TOO_LARGE))
                    : json(function.handleRequest(request.toProxyEvent(), context));
        } catch (IllegalArgumentException e) {
            return json(Reply.of(Problem.UNAUTHENTICATED));
        } catch (RuntimeException e) {
            journal.failed(e);
            return json(Reply.of(Problem.BROKEN));
        }
    }

    private static ObjectNode json(Reply reply) {
        return json(reply.status(), Map.of("content-type", reply.mediaType()), reply.body());
    }

    /** The framework may refuse what it takes for a malformed request by a status alone. */
    private static ObjectNode json(APIGatewayV2HTTPResponse response) {
        if (response.getBody() == null) {
            return json(Reply.of(response.getStatusCode() < 500 ? Problem.UNAUTHENTICATED : Problem.BROKEN));
        }
        return json(
                response.getStatusCode(),
                requireNonNull(response.getHeaders(), "headers is null"),
                requireNonNull(response.getBody(), "body is null"));
    }

    private static ObjectNode json(int status, Map<String, String> headers, String body) {
        ObjectNode response = JSON.createObjectNode().put("statusCode", status);
        ObjectNode fields = response.putObject("headers");
        headers.forEach((name, value) -> fields.put(name.toLowerCase(Locale.ROOT), value));
        return response.put("body", body).put("isBase64Encoded", false);
    }
}
