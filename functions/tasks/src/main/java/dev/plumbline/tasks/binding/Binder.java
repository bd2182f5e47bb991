package dev.plumbline.tasks.binding;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.failure.Stalled;
import dev.plumbline.json.Json;
import dev.plumbline.json.Misfit;
import dev.plumbline.json.Records;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Binds a document to one record of a sealed interface, chosen by its field {@code task}, and writes answers. A field
 * that the record does not have is an error: machine and function would be of different versions.
 */
public final class Binder {

    private static final String TASK = "task";

    /** Creates a binder; it keeps nothing between calls. */
    public Binder() {}

    /**
     * Loads what it takes to read a document, bind it to these inputs and write these answers, which is a good part of
     * a cold start. To be called on a thread beside whatever else is loaded.
     *
     * @param inputs what a function is asked
     * @param answers what it answers; of a sealed interface everything that it permits
     */
    public static void prepare(Class<?> inputs, Class<?>... answers) {
        kinds(inputs).forEach(Records::prepare);
        Arrays.stream(answers).flatMap(Binder::kinds).forEach(Records::prepare);
        var _ = Json.text(new Binder().parse("{\"task\":0}"));
    }

    private static Stream<Class<?>> kinds(Class<?> type) {
        return type.isSealed() ? Arrays.stream(type.getPermittedSubclasses()) : Stream.of(type);
    }

    /** Reads a whole document. */
    public JsonNode parse(InputStream in) throws IOException {
        return Json.read(in);
    }

    /**
     * Reads a document that a task wrote.
     *
     * @throws Stalled where it is none
     */
    public JsonNode parse(String text) {
        try {
            return Json.read(text);
        } catch (JacksonException e) {
            throw new Stalled("A document that a task wrote cannot be read.", e);
        }
    }

    /**
     * Returns the record of that permitted subclass whose simple name the field {@code task} holds.
     *
     * @throws Stalled where there is no such task, or where the document does not fit its record
     */
    public <I> I bind(JsonNode document, Class<I> inputs) {
        if (!(document instanceof ObjectNode object)) {
            throw new Stalled("The input is not an object; a task is called by its state machine only.");
        }
        String task = object.path(TASK).asText();
        Class<?> input = Arrays.stream(inputs.getPermittedSubclasses())
                .filter(permitted -> permitted.getSimpleName().equals(task))
                .findFirst()
                .orElseThrow(() -> new Stalled("There is no task '" + task + "' here. Deploy template.yaml and the"
                        + " functions of the same version of Plumbline."));
        ObjectNode fields = object.objectNode();
        fields.setAll(object);
        fields.remove(TASK);
        return inputs.cast(read(fields, input));
    }

    /**
     * Returns a document as a record.
     *
     * @throws Stalled where it does not fit
     */
    public <R> R read(JsonNode document, Class<R> kind) {
        try {
            return Records.read(document, kind);
        } catch (Misfit e) {
            throw new Stalled(
                    "The input does not fit " + kind.getSimpleName() + ". " + e.getMessage()
                            + ". Deploy template.yaml and the functions of the same version of Plumbline.",
                    e);
        }
    }

    /** Returns a record as a document. */
    public JsonNode tree(Object value) {
        return Records.tree(value);
    }

    /** Returns a record as text. */
    public String text(Object value) {
        return Json.text(Records.tree(value));
    }

    /** Writes a record as JSON. */
    public void write(Object value, OutputStream out) throws IOException {
        Json.write(Records.tree(value), out);
    }
}
