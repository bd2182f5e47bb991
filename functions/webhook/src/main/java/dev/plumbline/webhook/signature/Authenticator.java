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

    /** Returns the sender, or nothing where the origin is not proven. Never looks into the body. */
    public Optional<Provider> authenticate(Delivery delivery) {
        Optional<Provider> claimed = claimed(delivery.headers());
        return claimed.flatMap(provider -> signature(provider, delivery))
                .filter(signature -> isProven(claimed.orElseThrow(), signature))
                .flatMap(signature -> claimed);
    }

    private boolean isProven(Provider provider, Signature signature) {
        return isMadeWithAny(secrets.of(provider), signature) || isMadeWithAny(secrets.refreshed(provider), signature);
    }

    /** Tries all secrets, so that the time does not tell which one matched. */
    private static boolean isMadeWithAny(List<Secret> candidates, Signature signature) {
        return candidates.stream().filter(signature::madeWith).count() > 0;
    }

    private static Optional<Provider> claimed(Headers headers) {
        List<Provider> claims = Arrays.stream(Provider.values())
                .filter(provider -> provider.marks().stream().anyMatch(headers::has))
                .toList();
        return claims.size() == 1
                ? Optional.of(claims.getFirst())
                        .filter(provider -> headers.get(provider.eventHeader())
                                .filter(event -> EVENT.matcher(event).matches())
                                .isPresent())
                : Optional.empty();
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
