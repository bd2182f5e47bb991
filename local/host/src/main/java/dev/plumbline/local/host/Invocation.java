package dev.plumbline.local.host;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One invocation of a function, as the emulator asks for it.
 *
 * @param handler the handler's class, as the function's configuration names it
 * @param codeSha256 what tells one deployed zip from another
 * @param codePath the deployed zip
 * @param environment the function's whole environment, credentials included
 * @param timeout how long the handler may take, apart from the time to build it
 */
record Invocation(
        String functionName,
        String functionArn,
        String version,
        String handler,
        String codeSha256,
        Path codePath,
        Map<String, String> environment,
        Duration timeout,
        String requestId,
        JsonNode payload) {

    Invocation {
        requireNonNull(functionName, "functionName is null");
        requireNonNull(functionArn, "functionArn is null");
        requireNonNull(version, "version is null");
        requireNonNull(handler, "handler is null");
        requireNonNull(codeSha256, "codeSha256 is null");
        requireNonNull(codePath, "codePath is null");
        environment = Map.copyOf(environment);
        requireNonNull(requestId, "requestId is null");
        requireNonNull(payload, "payload is null");
        if (!functionName.matches("[A-Za-z0-9_-]{1,140}")) {
            throw new IllegalArgumentException("not the name of a function: " + functionName);
        }
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("timeoutMillis is not positive: " + timeout.toMillis());
        }
    }

    /**
     * Reads an invocation.
     *
     * @throws IllegalArgumentException where a field is missing or wrong, named in the message
     */
    static Invocation from(JsonNode request) {
        Map<String, String> environment = new LinkedHashMap<>();
        request.path("environment")
                .properties()
                .forEach(entry ->
                        environment.put(entry.getKey(), entry.getValue().asText()));
        return new Invocation(
                text(request, "functionName"),
                text(request, "functionArn"),
                text(request, "version"),
                text(request, "handler"),
                text(request, "codeSha256"),
                Path.of(text(request, "codePath")),
                environment,
                Duration.ofMillis(request.path("timeoutMillis").asLong()),
                text(request, "requestId"),
                request.path("payload"));
    }

    private static String text(JsonNode request, String field) {
        String value = request.path(field).asText();
        if (value.isEmpty()) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value;
    }
}
