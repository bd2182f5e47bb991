package dev.plumbline.webhook.signature;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.source.Secret;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells who sent a delivery. Exactly one provider's headers may be there, its proof has to be well-formed, and a secret
 * has to be set and to match: whatever is missing is a refusal.
 */
public final class Authenticator {

    private static final Pattern EVENT = Pattern.compile("[A-Za-z][A-Za-z0-9_:. -]{0,99}");

    private final SharedSecrets secrets;
    private final InstantSource clock;

    /** Creates the authenticator; the clock judges timestamps of signatures. */
    public Authenticator(SharedSecrets secrets, InstantSource clock) {
        this.secrets = requireNonNull(secrets, "secrets is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Returns the sender, or why the origin is not proven. Never looks into the body. */
    public Origin authenticate(Delivery delivery) {
        List<Provider> claims = claims(delivery.headers());
        if (claims.size() != 1) {
            return new Origin.Unproven(null, claims.isEmpty() ? Refusal.NO_PROVIDER : Refusal.MALFORMED);
        }
        Provider claimed = claims.getFirst();
        return namesEvent(claimed, delivery.headers())
                ? signature(claimed, delivery)
                        .map(signature -> judged(claimed, signature))
                        .orElseGet(() -> new Origin.Unproven(claimed, Refusal.MALFORMED))
                : new Origin.Unproven(claimed, Refusal.MALFORMED);
    }

    private Origin judged(Provider provider, Signature signature) {
        List<Secret> known = secrets.of(provider);
        if (isMadeWithAny(known, signature)) {
            return new Origin.Proven(provider);
        }
        List<Secret> now = secrets.refreshed(provider);
        if (isMadeWithAny(now, signature)) {
            return new Origin.Proven(provider);
        }
        return new Origin.Unproven(
                provider, known.isEmpty() && now.isEmpty() ? Refusal.NO_SECRET : Refusal.WRONG_SIGNATURE);
    }

    /** Tries all secrets, so that the time does not tell which one matched. */
    private static boolean isMadeWithAny(List<Secret> candidates, Signature signature) {
        return candidates.stream().filter(signature::madeWith).count() > 0;
    }

    private static List<Provider> claims(Headers headers) {
        return Arrays.stream(Provider.values())
                .filter(provider -> provider.marks().stream().anyMatch(headers::has))
                .toList();
    }

    private static boolean namesEvent(Provider provider, Headers headers) {
        return headers.get(provider.eventHeader())
                .filter(event -> EVENT.matcher(event).matches())
                .isPresent();
    }

    private Optional<Signature> signature(Provider provider, Delivery delivery) {
        return switch (provider) {
            case GITHUB -> BodySignature.sha256(delivery, "x-hub-signature-256");
            case BITBUCKET -> BodySignature.sha256(delivery, "x-hub-signature");
            case CIRCLECI -> BodySignature.v1(delivery, "circleci-signature");
            case GITLAB -> GitLabSignature.of(delivery, clock.instant());
        };
    }
}
