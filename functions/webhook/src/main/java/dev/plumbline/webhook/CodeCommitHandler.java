package dev.plumbline.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.failure.Failure;
import dev.plumbline.json.Json;
import dev.plumbline.webhook.door.Answer;
import dev.plumbline.webhook.http.Journal;
import dev.plumbline.webhook.http.Reply;
import dev.plumbline.webhook.payload.Payloads;
import dev.plumbline.webhook.payload.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.Map;
import org.crac.Core;
import org.jspecify.annotations.Nullable;

/**
 * The door for CodeCommit, whose pushes arrive as events of EventBridge. There is no signature: the bus and the account
 * that it stamps on the event are trusted, nothing else of it is.
 */
public final class CodeCommitHandler implements RequestStreamHandler {

    /** An event that starts nothing, whatever the door watches. */
    private static final String OTHER_EVENT = "{\"source\":\"plumbline\"}";

    private final DoorParts parts;
    private final Journal journal = new Journal(System.out::println, InstantSource.system());
    private final Priming priming;

    /** Creates the function as Lambda does. */
    public CodeCommitHandler() {
        this(System.getenv());
        Core.getGlobalContext().register(priming);
    }

    /** Creates the function from an environment of its own. */
    public CodeCommitHandler(Map<String, String> environment) {
        this.parts = DoorParts.of(environment);
        this.priming = new Priming(parts.door(), () -> read(OTHER_EVENT.getBytes(UTF_8), ""));
    }

    /**
     * Takes an event, or a call that keeps the snapshot alive.
     *
     * @throws Failure when AWS cannot or will not start the run: EventBridge delivers again, then keeps the event as a
     *     dead letter
     * @throws Unreadable when the event is not what its type says
     */
    @Override
    public void handleRequest(InputStream input, OutputStream output, @Nullable Context context) throws IOException {
        byte[] event = input.readAllBytes();
        JsonNode tree = Json.read(event);
        if (tree.path("keepWarm").asBoolean()) {
            output.write("{}".getBytes(UTF_8));
            return;
        }
        output.write(read(event, tree.path("id").asText("")).getBytes(UTF_8));
    }

    private String read(byte[] event, String id) {
        Answer answer =
                parts.door().answer(Payloads.codeCommit(event, parts.settings().account()), id);
        journal.answered(answer);
        return Reply.of(answer).body();
    }
}
