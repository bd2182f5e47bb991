package dev.plumbline.local.host;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What an invocation ended with. */
sealed interface Answer {

    /** The handler returned this. */
    record Payload(JsonNode value) implements Answer {

        public Payload {
            requireNonNull(value, "value is null");
        }
    }

    /**
     * The function failed.
     *
     * @param type the fully qualified name of the exception's class, or one of Lambda's own such as
     *     {@code Sandbox.Timedout}: state machines match on it
     */
    record Failed(String type, String message, List<String> stackTrace) implements Answer {

        public Failed {
            requireNonNull(type, "type is null");
            requireNonNull(message, "message is null");
            stackTrace = List.copyOf(stackTrace);
        }

        static Failed of(Throwable thrown) {
            String message = thrown.getMessage();
            List<String> frames = List.of(thrown.getStackTrace()).stream()
                    .map(StackTraceElement::toString)
                    .toList();
            return new Failed(thrown.getClass().getName(), message == null ? "" : message, frames);
        }

        static Failed timedOut(Invocation invocation) {
            String message = "RequestId: %s Error: Task timed out after %.2f seconds"
                    .formatted(invocation.requestId(), invocation.timeout().toMillis() / 1000.0);
            return new Failed("Sandbox.Timedout", message, List.of());
        }

        static Failed killed(String requestId) {
            String message = "RequestId: %s Error: Runtime exited with error: signal: killed".formatted(requestId);
            return new Failed("Runtime.ExitError", message, List.of());
        }
    }
}
