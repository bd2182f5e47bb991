package dev.plumbline.tasks.assignment;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.failure.Invalid;
import dev.plumbline.failure.Retryable;
import dev.plumbline.failure.Stalled;
import dev.plumbline.failure.Waiting;
import dev.plumbline.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * What a state of a machine has caught.
 *
 * @param error name of the error: the full name of a failure's class, or one of Step Functions' own
 * @param message what people read
 */
public record MachineFailure(String error, String message) {

    /**
     * Reads what {@code $states.errorOutput} holds: for a function that failed its cause is a document, and so it is
     * for an execution that was waited for, which has a cause of its own.
     */
    public static MachineFailure read(JsonNode caught) {
        String error = caught.path("Error").asText("States.Unknown");
        String cause = caught.path("Cause").asText("");
        return new MachineFailure(error, message(error, cause));
    }

    /** Returns why something ended as it did: what a state has caught, and where it caught nothing, what was said. */
    public static String reason(@Nullable JsonNode caughtOrNull, String said) {
        return caughtOrNull == null ? said : read(caughtOrNull).message();
    }

    private static String message(String error, String cause) {
        String said = cause;
        try {
            JsonNode document = Json.read(cause);
            if (error.equals("States.TaskFailed") && document.hasNonNull("ExecutionArn")) {
                String why = document.path("Cause").asText("");
                return why.isEmpty()
                        ? document.path("Name").asText() + " ended as "
                                + document.path("Status").asText()
                        : why;
            }
            said = document.path("errorMessage").asText(cause);
        } catch (JacksonException notADocument) {
            // Step Functions' own causes are plain sentences.
            said = cause;
        }
        if (error.equals(Waiting.class.getName())) {
            return "Waited too long. " + said;
        }
        boolean ours = error.equals(Stalled.class.getName())
                || error.equals(Invalid.class.getName())
                || error.equals(Retryable.class.getName());
        return ours ? said : error + (said.isEmpty() ? "" : ": " + said);
    }
}
