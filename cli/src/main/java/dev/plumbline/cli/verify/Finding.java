package dev.plumbline.cli.verify;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What one check found.
 *
 * @param id the check's id in its blueprint
 * @param says the sentence that it claims
 * @param resource what was looked at
 * @param expected what it should be
 * @param seen what it is
 * @param ok whether the claim holds
 */
public record Finding(String id, String says, String resource, String expected, String seen, boolean ok) {

    /** Checks that nothing is missing. */
    public Finding {
        requireNonNull(id, "id is null");
        requireNonNull(says, "says is null");
        requireNonNull(resource, "resource is null");
        requireNonNull(expected, "expected is null");
        requireNonNull(seen, "seen is null");
    }

    static Finding from(JsonNode check) {
        return new Finding(
                check.path("id").asText(),
                check.path("says").asText(),
                check.path("resource").asText(),
                check.path("expected").asText(),
                check.path("seen").asText(),
                check.path("ok").asBoolean());
    }
}
