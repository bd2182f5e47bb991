package dev.plumbline.tasks.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.failure.Failure;
import dev.plumbline.tasks.binding.Binder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.function.BiFunction;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * One function: reads a document, does the task that it asks for, writes the answer. A call that only keeps it warm
 * does nothing. It is made once before a snapshot is taken, after everything that was begun is loaded, and the ledger
 * is read once, so that the snapshot holds what a first call loads. Nothing unique is made by that; credentials come
 * from the container's endpoint after a restore.
 */
final class TaskFunction implements Resource {

    private static final byte[] KEEP_WARM = "{\"keepWarm\":true}".getBytes(UTF_8);

    private static final Map<String, Boolean> WARM = Map.of("warm", true);

    private final Binder binder;
    private final BiFunction<JsonNode, String, Object> tasks;
    private Runnable rehearsal = () -> {};

    /**
     * Creates a function.
     *
     * @param tasks does what a document asks for; also given the id of the invocation
     */
    TaskFunction(Binder binder, BiFunction<JsonNode, String, Object> tasks) {
        this.binder = requireNonNull(binder, "binder is null");
        this.tasks = requireNonNull(tasks, "tasks is null");
    }

    /** Returns it, to be primed before each snapshot. Whoever asks keeps it: the register holds it weakly. */
    TaskFunction primed() {
        Core.getGlobalContext().register(this);
        return this;
    }

    /**
     * Returns it, to be primed before each snapshot.
     *
     * @param request asks AWS for something that changes nothing; where it fails, nothing is lost
     */
    TaskFunction primed(Runnable request) {
        rehearsal = request;
        return primed();
    }

    /** Answers one invocation, whose id tells it from others. */
    void handle(InputStream in, OutputStream out, String invocation) throws IOException {
        JsonNode document = binder.parse(in);
        boolean warms = document.path("keepWarm").asBoolean(false);
        binder.write(warms ? WARM : tasks.apply(document, invocation), out);
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) throws IOException {
        Preparation.complete();
        handle(new ByteArrayInputStream(KEEP_WARM), OutputStream.nullOutputStream(), "priming");
        try {
            rehearsal.run();
        } catch (Failure e) {
            // A ledger that cannot be read yet must not keep the function from being published.
        }
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
        // There is nothing to put right.
    }
}
