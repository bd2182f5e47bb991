package dev.plumbline.cli.local;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the webhook answered when it was told of a push.
 *
 * @param after the commit that it was told of
 * @param status the HTTP status, 0 where nothing answered
 * @param answer the body, as it came
 */
public record Delivery(String after, int status, String answer) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Checks that nothing is missing. */
    public Delivery {
        requireNonNull(after, "after is null");
        requireNonNull(answer, "answer is null");
    }

    /** The run that was started, or that was there already; nothing where the push started none. */
    public Optional<String> run() {
        try {
            return Optional.of(JSON.readTree(answer).path("run").asText()).filter(run -> !run.isEmpty());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    static Delivery read(Path file) {
        try {
            JsonNode read = JSON.readTree(file.toFile());
            return new Delivery(
                    read.path("after").asText(),
                    read.path("status").asInt(),
                    read.path("answer").asText());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
