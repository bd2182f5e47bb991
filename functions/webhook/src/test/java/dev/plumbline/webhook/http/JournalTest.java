package dev.plumbline.webhook.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.failure.Stalled;
import dev.plumbline.webhook.door.Answer;
import dev.plumbline.webhook.signature.Provider;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log cannot be forged by what senders write. */
class JournalTest {

    private final List<String> lines = new ArrayList<>();
    private final Journal journal = new Journal(lines::add, () -> Instant.EPOCH);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "push\r\n{\"level\":\"INFO\",\"message\":\"forged\"}",
                "\u001b[2J\u001b[31mred",
                "a\u2028b\u2029c\u0085d",
                "\u202egnp.exe",
                "\",\"outcome\":\"started",
                "\u0000\u0007\b",
            })
    void unreadable_hostileEvent_isOneLineOfAscii(String event) throws IOException {
        journal.unreadable(Provider.GITHUB, event, "because");

        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst()).matches("[\\x20-\\x7e]+");
        JsonNode line = new ObjectMapper().readTree(lines.getFirst());
        assertThat(line.path("event").asText()).isEqualTo(event);
        assertThat(line.has("outcome")).isFalse();
    }

    @Test
    void unreadable_longEvent_isShortened() {
        journal.unreadable(Provider.GITHUB, "x".repeat(100_000), "because");

        assertThat(lines.getFirst()).hasSizeLessThan(1_000);
    }

    @Test
    void answered_run_namesIt() throws IOException {
        journal.answered(Provider.CIRCLECI, "workflow-completed", new Answer.Started("push-1-0"));

        JsonNode line = new ObjectMapper().readTree(lines.getFirst());
        assertThat(line.path("timestamp").asText()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(line.path("provider").asText()).isEqualTo("circleci");
        assertThat(line.path("outcome").asText()).isEqualTo("started");
        assertThat(line.path("run").asText()).isEqualTo("push-1-0");
    }

    @Test
    void failed_failure_namesItsKind() throws IOException {
        journal.failed(new Stalled("do something"));

        JsonNode line = new ObjectMapper().readTree(lines.getFirst());
        assertThat(line.path("level").asText()).isEqualTo("ERROR");
        assertThat(line.path("error").asText()).isEqualTo("dev.plumbline.failure.Stalled");
        assertThat(line.path("reason").asText()).isEqualTo("do something");
    }
}
