package dev.plumbline.webhook;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.webhook.door.Door;
import dev.plumbline.webhook.http.DeliveryFunction;
import dev.plumbline.webhook.http.Envelope;
import dev.plumbline.webhook.http.Journal;
import dev.plumbline.webhook.signature.SharedSecrets;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.crac.Core;
import org.jspecify.annotations.Nullable;

/**
 * The door for Git and CI: a function behind a Function URL (payload format 2.0). What it is configured by comes from
 * the map that it is given, and it keeps nothing outside of itself, so that several can live in one process.
 */
public final class WebhookHandler implements RequestStreamHandler {

    private final ApplicationContext context;
    private final DeliveryFunction function;
    private final Envelope envelope = new Envelope();
    private final Priming priming;

    /** Creates the function as Lambda does. Before Lambda takes a snapshot, what a delivery needs is loaded. */
    public WebhookHandler() {
        this(System.getenv());
        Core.getGlobalContext().register(priming);
    }

    /** Creates the function from an environment of its own. */
    public WebhookHandler(Map<String, String> environment) {
        this(() -> DoorParts.of(environment), System.out::println);
    }

    /** The framework, and what the door needs of AWS, take about as long to start: neither waits for the other. */
    WebhookHandler(Supplier<DoorParts> making, Consumer<String> log) {
        CompletableFuture<ApplicationContext> framework = beside(WebhookHandler::micronaut);
        DoorParts parts = making.get();
        this.priming = new Priming(parts.door(), () -> SignedPing.through(parts));
        this.context = framework
                .join()
                .registerSingleton(Door.class, parts.door())
                .registerSingleton(Journal.class, new Journal(log, InstantSource.system()))
                .registerSingleton(SharedSecrets.class, parts.secrets());
        this.function = new DeliveryFunction(context);
    }

    /** On a thread of its own, which has the class loader of this one, as a pool's would not. */
    private static <T> CompletableFuture<T> beside(Supplier<T> making) {
        return CompletableFuture.supplyAsync(
                making, task -> Thread.ofPlatform().daemon().name("start").start(task));
    }

    private static ApplicationContext micronaut() {
        return ApplicationContext.builder()
                .classLoader(WebhookHandler.class.getClassLoader())
                .environmentPropertySource(false)
                .bootstrapEnvironment(false)
                .enableDefaultPropertySources(false)
                .deduceEnvironment(false)
                .banner(false)
                .start();
    }

    /**
     * Answers a request, or a call that keeps the snapshot alive.
     *
     * @throws IOException when the streams cannot be read or written
     */
    @Override
    public void handleRequest(InputStream input, OutputStream output, @Nullable Context lambda) throws IOException {
        Optional<JsonNode> event = envelope.read(input);
        envelope.write(
                event.map(known -> answer(known, lambda)).orElseGet(() -> envelope.answer(function.tooLarge())),
                output);
    }

    private ObjectNode answer(JsonNode event, @Nullable Context lambda) {
        return event.path("keepWarm").asBoolean()
                ? envelope.empty()
                : envelope.answer(function.handleRequest(envelope.request(event), lambda));
    }

    /** Lets go of what the function holds; only a door that is thrown away is ever closed. */
    void close() {
        context.close();
    }
}
