package dev.plumbline.accounts.probes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubAws;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretInHandTest {

    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final String ID = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:app/key-a1b2c3";

    @Test
    void look_rotatedAndRead_passes() {
        ProbeResult result = look(secret(true, 10, 1), "30", "90");

        assertThat(result)
                .isEqualTo(new ProbeResult(true, ID, "rotated every 30 days, read within 90 days", "in hand"));
    }

    @Test
    void look_rotationSwitchedOff_fails() {
        assertThat(look(secret(false, 10, 1), "30", "90").seen()).isEqualTo("rotation is off");
    }

    @Test
    void look_rotationOverdue_saysSinceWhen() {
        assertThat(look(secret(true, 33, 1), "30", "90").seen()).startsWith("last rotated at 2026-10-24");
    }

    @Test
    void look_rotationLateButTriedAgain_passes() {
        assertThat(look(secret(true, 31, 1), "30", "90").passed()).isTrue();
    }

    @Test
    void look_readByNobodyForLong_saysWhenLast() {
        assertThat(look(secret(true, 10, 91), "30", "90").seen()).startsWith("last read at 2026-08-27");
    }

    @Test
    void look_neverReadButNew_passes() {
        StubAnswer made = answer("\"CreatedDate\": " + ago(3) + ", \"RotationEnabled\": true");

        assertThat(look(made, "30", "90").passed()).isTrue();
    }

    @Test
    void look_notRotatedHereAndMayWait_passesWhenItIsThere() {
        assertThat(look(answer("\"CreatedDate\": " + ago(900)), "0", "0").passed())
                .isTrue();
    }

    @Test
    void look_beingDeleted_isNoSecret() {
        StubAnswer deleted = answer("\"CreatedDate\": " + ago(9) + ", \"DeletedDate\": " + ago(1));

        assertThat(look(deleted, "0", "0").seen()).isEqualTo("no such secret");
    }

    private static ProbeResult look(StubAnswer answer, String rotationDays, String unusedDays) {
        return new SecretInHand(() -> NOW)
                .look(
                        ProbeArguments.of(Map.of(
                                "SecretId", TextNode.valueOf(ID),
                                "KeyArn", TextNode.valueOf("arn:key"),
                                "RotationDays", TextNode.valueOf(rotationDays),
                                "UnusedDays", TextNode.valueOf(unusedDays))),
                        new StubAws(request -> answer).hub());
    }

    private static StubAnswer secret(boolean rotates, int rotatedDaysAgo, int readDaysAgo) {
        return answer("\"CreatedDate\": %s, \"RotationEnabled\": %s, \"LastRotatedDate\": %s, \"LastAccessedDate\": %s"
                .formatted(ago(400), rotates, ago(rotatedDaysAgo), ago(readDaysAgo)));
    }

    private static StubAnswer answer(String members) {
        return StubAnswer.ok(
                "{\"ARN\": \"" + ID + "\", \"Name\": \"app/key\", \"KmsKeyId\": \"arn:key\", " + members + "}");
    }

    /** Seconds since 1970, as Secrets Manager writes instants. */
    private static String ago(int days) {
        return Long.toString(NOW.minus(Duration.ofDays(days)).getEpochSecond());
    }
}
