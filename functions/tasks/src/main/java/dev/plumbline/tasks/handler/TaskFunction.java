package dev.plumbline.tasks.handler;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.tasks.binding.Binder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * One function: reads a document, does the task that it asks for, writes the answer. A call that only keeps it warm
 * does nothing.
 */
final class TaskFunction {

    private static final Map<String, Boolean> WARM = Map.of("warm", true);

    private final Binder binder;
    private final BiFunction<JsonNode, String, Object> tasks;

    /**
     * Creates a function.
     *
     * @param tasks does what a document asks for; also given the id of the invocation
     */
    TaskFunction(Binder binder, BiFunction<JsonNode, String, Object> tasks) {
        this.binder = requireNonNull(binder, "binder is null");
        this.tasks = requireNonNull(tasks, "tasks is null");
    }

    void handle(InputStream in, OutputStream out, Context context) throws IOException {
        JsonNode document = binder.parse(in);
        if (document.path("keepWarm").asBoolean(false)) {
            binder.write(WARM, out);
            return;
        }
        binder.write(tasks.apply(document, context.getAwsRequestId()), out);
    }
}
