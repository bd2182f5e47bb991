package dev.plumbline.webhook.secrets;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JacksonException;
import dev.plumbline.accounts.secrets.Secrets;
import dev.plumbline.estate.source.Secret;
import dev.plumbline.json.Json;
import dev.plumbline.webhook.signature.Provider;
import dev.plumbline.webhook.signature.SharedSecrets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The providers' secrets in Secrets Manager: one secret whose text is {@code {"github": "…", "gitlab": "…"}}. A
 * provider that is not in it may not knock. The current and the previous version are both valid, so that rotating loses
 * no delivery.
 */
public final class ProviderSecrets implements SharedSecrets {

    /** Whoever knocks with wrong signatures makes the door ask for the secret no more often than this. */
    private static final Duration BETWEEN_REFRESHES = Duration.ofSeconds(30);

    private final Secrets secrets;
    private final String arn;
    private final InstantSource clock;
    private Instant refreshAllowed = Instant.MIN;

    /**
     * Creates the lookup.
     *
     * @param arn the secret's ARN; empty for none, and then nobody may knock
     */
    public ProviderSecrets(Secrets secrets, String arn, InstantSource clock) {
        this.secrets = requireNonNull(secrets, "secrets is null");
        this.arn = requireNonNull(arn, "arn is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public List<Secret> of(Provider provider) {
        return arn.isEmpty() ? List.of() : parse(provider, secrets.valid(arn));
    }

    @Override
    public List<Secret> refreshed(Provider provider) {
        if (arn.isEmpty() || !mayRefresh()) {
            return List.of();
        }
        return parse(provider, secrets.refreshed(arn));
    }

    private synchronized boolean mayRefresh() {
        Instant now = clock.instant();
        if (now.isBefore(refreshAllowed)) {
            return false;
        }
        refreshAllowed = now.plus(BETWEEN_REFRESHES);
        return true;
    }

    private static List<Secret> parse(Provider provider, List<Secret> versions) {
        return versions.stream()
                .flatMap(version -> parse(provider, version).stream())
                .toList();
    }

    /** A version that cannot be read proves nothing; it is as if it were not there. */
    private static Optional<Secret> parse(Provider provider, Secret version) {
        try {
            String text = Json.read(version.reveal()).path(provider.key()).asText("");
            return text.isBlank() ? Optional.empty() : Optional.of(new Secret(text));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
