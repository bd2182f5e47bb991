package dev.plumbline.accounts.probes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubAws;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogsArrivingTest {

    private static final Map<String, JsonNode> ARGUMENTS =
            Map.of("LogGroupNames", TextNode.valueOf("flows"), "SilenceHours", TextNode.valueOf("6"));
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-26T12:00:00Z"), ZoneOffset.UTC);

    private final Map<String, String> answers = new HashMap<>();
    private final StubAws aws = new StubAws(request -> StubAnswer.ok(answers.getOrDefault(request.action(), "{}")));

    @Test
    void look_writtenToLately_passes() {
        group("2026-01-01T00:00:00Z");
        stream("2026-11-26T11:00:00Z");

        assertThat(look().passed()).isTrue();
    }

    @Test
    void look_silentForTooLong_namesGroupAndTime() {
        group("2026-01-01T00:00:00Z");
        stream("2026-11-26T05:00:00Z");

        assertThat(look())
                .isEqualTo(new ProbeResult(
                        false, "flows", "something within 6 hours", "flows was written to at 2026-11-26T05:00:00Z"));
    }

    @Test
    void look_madeAMomentAgo_hasTimeYet() {
        group("2026-11-26T11:59:00Z");
        assertThat(look().passed()).isTrue();

        group("2026-11-25T00:00:00Z");
        assertThat(look().seen()).isEqualTo("flows was never written to since it was made at 2026-11-25T00:00:00Z");
        assertThat(look().passed()).isFalse();
    }

    @Test
    void look_groupIsGone_saysSo() {
        assertThat(look().seen()).isEqualTo("flows does not exist");
        assertThat(look().passed()).isFalse();
    }

    @Test
    void look_nothingToWatch_passesWithoutARequest() {
        Map<String, JsonNode> none = Map.of("SilenceHours", TextNode.valueOf("6"));

        assertThat(new Probes().look("logs-arriving", none, aws.hub()).passed()).isTrue();
        assertThat(aws.requests()).isEmpty();
    }

    private ProbeResult look() {
        return new LogsArriving(NOON).look(ProbeArguments.of(ARGUMENTS), aws.hub());
    }

    private void group(String made) {
        answers.put("DescribeLogGroups", """
                {"logGroups": [{"logGroupName": "flows-of-others"}, {"logGroupName": "flows", "creationTime": %d}]}
                """.formatted(Instant.parse(made).toEpochMilli()));
    }

    private void stream(String heard) {
        answers.put("DescribeLogStreams", """
                {"logStreams": [{"logStreamName": "eni-1", "lastIngestionTime": %d}]}
                """.formatted(Instant.parse(heard).toEpochMilli()));
    }
}
