package dev.plumbline.webhook.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plumbline.accounts.secrets.Secrets;
import dev.plumbline.accounts.session.Configuration;
import dev.plumbline.accounts.session.Sessions;
import dev.plumbline.estate.source.Secret;
import dev.plumbline.failure.Retryable;
import dev.plumbline.failure.Stalled;
import dev.plumbline.webhook.StubAws;
import dev.plumbline.webhook.signature.Provider;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets rotate without losing a delivery, and without a stranger driving up the bill. */
class ProviderSecretsTest {

    private StubAws aws;
    private ProviderSecrets secrets;
    private Instant now = Instant.parse("2026-11-23T12:00:00Z");

    @BeforeEach
    void start() throws IOException {
        aws = new StubAws();
        secrets = secrets("arn:door");
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    private ProviderSecrets secrets(String arn) {
        Sessions sessions = new Sessions(Configuration.from(aws.environment()));
        return new ProviderSecrets(Secrets.in(sessions.hub(), () -> now), arn, () -> now);
    }

    private static List<String> texts(List<Secret> secrets) {
        return secrets.stream().map(Secret::reveal).toList();
    }

    @Test
    void of_firstVersion_isTheOnlyOne() {
        aws.secret("AWSCURRENT", "{\"github\":\"one\",\"gitlab\":\"other\"}");

        assertThat(texts(secrets.of(Provider.GITHUB))).containsExactly("one");
    }

    @Test
    void of_whileRotating_bothAreValid() {
        aws.secret("AWSPREVIOUS", "{\"github\":\"one\"}");
        aws.secret("AWSCURRENT", "{\"github\":\"two\"}");

        assertThat(texts(secrets.of(Provider.GITHUB))).containsExactly("two", "one");
    }

    @Test
    void of_withinFiveMinutes_isRemembered() {
        aws.secret("AWSCURRENT", "{\"github\":\"one\"}");

        secrets.of(Provider.GITHUB);
        int calls = aws.calls().size();
        now = now.plus(Duration.ofSeconds(299));
        secrets.of(Provider.GITHUB);

        assertThat(aws.calls()).hasSize(calls);
        now = now.plus(Duration.ofSeconds(2));
        secrets.of(Provider.GITHUB);
        assertThat(aws.calls()).hasSizeGreaterThan(calls);
    }

    @Test
    void refreshed_afterRotation_knowsTheNewOneAtOnce() {
        aws.secret("AWSCURRENT", "{\"github\":\"one\"}");
        secrets.of(Provider.GITHUB);
        aws.secret("AWSPREVIOUS", "{\"github\":\"one\"}");
        aws.secret("AWSCURRENT", "{\"github\":\"two\"}");

        assertThat(texts(secrets.refreshed(Provider.GITHUB))).containsExactly("two", "one");
    }

    @Test
    void refreshed_secretsManagerFails_keepsWhatIsKnown() {
        aws.secret("AWSCURRENT", "{\"github\":\"one\"}");
        secrets.of(Provider.GITHUB);
        aws.fail("GetSecretValue", "InternalServiceErrorException");

        assertThatExceptionOfType(Retryable.class).isThrownBy(() -> secrets.refreshed(Provider.GITHUB));

        assertThat(texts(secrets.of(Provider.GITHUB))).containsExactly("one");
    }

    @Test
    void refreshed_floodOfWrongSignatures_asksOnceInHalfAMinute() {
        aws.secret("AWSCURRENT", "{\"github\":\"one\"}");
        secrets.refreshed(Provider.GITHUB);
        int calls = aws.calls().size();

        for (int i = 0; i < 1_000; i++) {
            assertThat(secrets.refreshed(Provider.GITHUB)).isEmpty();
        }

        assertThat(aws.calls()).hasSize(calls);
        now = now.plusSeconds(30);
        assertThat(secrets.refreshed(Provider.GITHUB)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"github\":\"\"}",
                "{\"github\":\"  \"}",
                "{\"github\":null}",
                "{\"github\":{}}",
                "{\"GITHUB\":\"x\"}",
                "[]",
                "not JSON",
                "\"github\"",
                "null"
            })
    void of_secretThatNamesNoneForTheProvider_isEmpty(String text) {
        aws.secret("AWSCURRENT", text);

        assertThat(secrets.of(Provider.GITHUB)).isEmpty();
    }

    @Test
    void of_noSecretConfigured_isEmptyAndAsksNobody() {
        assertThat(secrets("").of(Provider.GITHUB)).isEmpty();
        assertThat(secrets("").refreshed(Provider.GITHUB)).isEmpty();
        assertThat(aws.calls()).isEmpty();
    }

    @Test
    void of_secretIsGone_isStalled() {
        assertThatExceptionOfType(Stalled.class).isThrownBy(() -> secrets.of(Provider.GITHUB));
    }
}
