package dev.plumbline.accounts.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubAws;
import dev.plumbline.accounts.stub.StubRequest;
import dev.plumbline.estate.source.Secret;
import dev.plumbline.failure.Stalled;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SecretsTest {

    private static final String ARN = "arn:aws:secretsmanager:eu-west-1:555555555555:secret:webhook";
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    private final Map<String, String> versions = new ConcurrentHashMap<>();
    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private final StubAws aws = new StubAws(this::answer);
    private final Secrets secrets = Secrets.in(aws.hub(), now::get);

    @Test
    void valid_beingReplaced_isTheCurrentThenThePreviousOne() {
        versions.putAll(Map.of("AWSCURRENT", "new", "AWSPREVIOUS", "old"));

        assertThat(secrets.valid(ARN)).extracting(Secret::reveal).containsExactly("new", "old");
        assertThat(secrets.current(ARN).reveal()).isEqualTo("new");
    }

    @Test
    void valid_neverReplaced_isTheCurrentOne() {
        versions.put("AWSCURRENT", "new");

        assertThat(secrets.valid(ARN)).extracting(Secret::reveal).containsExactly("new");
    }

    @Test
    void valid_askedAgainWithinMinutes_asksAwsOnce() {
        versions.put("AWSCURRENT", "new");
        secrets.valid(ARN);
        now.set(NOW.plus(Duration.ofMinutes(4)));
        secrets.valid(ARN);
        assertThat(aws.requests()).hasSize(2);

        versions.put("AWSCURRENT", "newer");
        now.set(NOW.plus(Duration.ofMinutes(5)));
        assertThat(secrets.current(ARN).reveal()).isEqualTo("newer");
    }

    @Test
    void refreshed_replacedJustNow_isTheNewOneFromThenOn() {
        versions.put("AWSCURRENT", "new");
        secrets.valid(ARN);
        versions.put("AWSCURRENT", "newer");

        assertThat(secrets.refreshed(ARN)).extracting(Secret::reveal).containsExactly("newer");
        assertThat(secrets.current(ARN).reveal()).isEqualTo("newer");
    }

    @Test
    void refreshed_cannotBeRead_keepsWhatIsKnown() {
        versions.put("AWSCURRENT", "new");
        secrets.valid(ARN);
        versions.clear();

        assertThatThrownBy(() -> secrets.refreshed(ARN)).isInstanceOf(Stalled.class);

        assertThat(secrets.current(ARN).reveal()).isEqualTo("new");
    }

    @Test
    void valid_noSecret_stalls() {
        assertThatThrownBy(() -> secrets.valid(ARN)).isInstanceOf(Stalled.class).hasMessageContaining(ARN);
    }

    @Test
    void secret_printed_isRedacted() {
        versions.put("AWSCURRENT", "canary");

        assertThat(secrets.valid(ARN).toString()).doesNotContain("canary");
    }

    private StubAnswer answer(StubRequest request) {
        String value = versions.get(request.json().get("VersionStage").asText());
        return value == null
                ? StubAnswer.jsonError(400, "ResourceNotFoundException", "no such version")
                : StubAnswer.ok("{\"SecretString\":\"" + value + "\"}");
    }
}
