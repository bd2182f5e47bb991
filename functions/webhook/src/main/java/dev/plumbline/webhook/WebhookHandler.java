package dev.plumbline.webhook;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.webhook.http.Envelope;
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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.crac.Core;
import org.jspecify.annotations.Nullable;

/**
 * The door for Git and CI: a function behind a Function URL (payload format 2.0). What it is configured by comes from
 * the map that it is given, and it keeps nothing outside of itself, so that several can live in one process.
 */
public final class WebhookHandler implements RequestStreamHandler {

    private static final int BODY_BYTES = 1 << 20;

    private final APIGatewayV2HTTPEventFunction function;
    private final Envelope envelope;
    private final Journal journal;
    private final Priming priming;

    /** Creates the function as Lambda does. Before Lambda takes a snapshot, what a delivery needs is loaded. */
    public WebhookHandler() {
        this(System.getenv());
        Core.getGlobalContext().register(priming);
    }

    /** Creates the function from an environment of its own. */
    public WebhookHandler(Map<String, String> environment) {
        this(() -> DoorParts.of(environment));
    }

    /** The framework, and what the door needs of AWS, take about as long to start: neither waits for the other. */
    WebhookHandler(Supplier<DoorParts> making) {
        CompletableFuture<APIGatewayV2HTTPEventFunction> framework = beside(WebhookHandler::micronaut);
        DoorParts parts = making.get();
        this.envelope = new Envelope();
        this.journal = new Journal(System.out::println, InstantSource.system());
        Authenticator authenticator = new Authenticator(parts.secrets(), InstantSource.system());
        Reception reception = new Reception(authenticator, parts.door(), journal);
        this.priming = new Priming(parts.door(), () -> SignedPing.through(parts));
        this.function = framework.join();
        function.getApplicationContext().registerSingleton(Reception.class, reception);
    }

    /** On a thread of its own, which has the class loader of this one, as a pool's would not. */
    private static <T> CompletableFuture<T> beside(Supplier<T> making) {
        return CompletableFuture.supplyAsync(
                making, task -> Thread.ofPlatform().daemon().name("start").start(task));
    }

    private static APIGatewayV2HTTPEventFunction micronaut() {
        ApplicationContext context = ApplicationContext.builder()
                .classLoader(WebhookHandler.class.getClassLoader())
                .environmentPropertySource(false)
                .bootstrapEnvironment(false)
                .enableDefaultPropertySources(false)
                .deduceEnvironment(false)
                .banner(false)
                .propertySources(
                        MapPropertySource.of("door", Map.of("micronaut.application.name", "plumbline-webhook")))
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
        JsonNode event = envelope.read(input);
        envelope.write(event.path("keepWarm").asBoolean() ? envelope.empty() : answer(event, context), output);
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

    private ObjectNode json(Reply reply) {
        return envelope.response(reply.status(), Map.of("content-type", reply.mediaType()), reply.body());
    }

    /** The framework may refuse what it takes for a malformed request by a status alone. */
    private ObjectNode json(APIGatewayV2HTTPResponse response) {
        if (response.getBody() == null) {
            return json(Reply.of(response.getStatusCode() < 500 ? Problem.UNAUTHENTICATED : Problem.BROKEN));
        }
        return envelope.response(
                response.getStatusCode(),
                requireNonNull(response.getHeaders(), "headers is null"),
                requireNonNull(response.getBody(), "body is null"));
    }
}
