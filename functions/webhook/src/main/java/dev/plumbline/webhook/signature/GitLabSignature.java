package dev.plumbline.webhook.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.estate.source.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * GitLab's two proofs: the plain token, and the signature of Standard Webhooks. The secret's form says which one
 * counts, so that whoever configures a signing key is never let down to the token.
 */
final class GitLabSignature implements Signature {

    private static final String SIGNING_KEY = "whsec_";
    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,256}");
    private static final Pattern TIMESTAMP = Pattern.compile("[0-9]{1,12}");
    private static final Pattern SPACE = Pattern.compile(" ");
    private static final int MAX_SIGNATURES = 8;

    private final @Nullable String token;
    private final List<byte[]> codes;
    private final byte[] head;
    private final byte[] body;

    private GitLabSignature(@Nullable String token, List<byte[]> codes, byte[] head, byte[] body) {
        this.token = token;
        this.codes = codes;
        this.head = head;
        this.body = body;
    }

    /**
     * Reads whichever proofs there are; none is no signature. A signature that is too old or too early does not count.
     */
    static Optional<Signature> of(Delivery delivery, Instant now) {
        Headers headers = delivery.headers();
        String token = headers.get("x-gitlab-token").orElse(null);
        String id = headers.get("webhook-id").orElse("");
        String timestamp = headers.get("webhook-timestamp").orElse("");
        boolean timely = ID.matcher(id).matches() && isTimely(timestamp, now);
        List<byte[]> codes = timely ? codes(headers.get("webhook-signature").orElse("")) : List.of();
        if (token == null && codes.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new GitLabSignature(token, codes, (id + "." + timestamp + ".").getBytes(UTF_8), delivery.body()));
    }

    @Override
    public boolean madeWith(Secret secret) {
        String text = secret.reveal();
        if (text.startsWith(SIGNING_KEY)) {
            byte[] key = decoded(text.substring(SIGNING_KEY.length())).orElse(new byte[0]);
            return codes.stream().anyMatch(code -> Hmac.proves(code, key, head, body));
        }
        return token != null && !text.isEmpty() && Hmac.same(token.getBytes(UTF_8), text.getBytes(UTF_8));
    }

    private static boolean isTimely(String timestamp, Instant now) {
        if (!TIMESTAMP.matcher(timestamp).matches()) {
            return false;
        }
        Instant sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
        return Duration.between(sent, now).abs().compareTo(TOLERANCE) <= 0;
    }

    private static List<byte[]> codes(String header) {
        return SPACE.splitAsStream(header)
                .limit(MAX_SIGNATURES)
                .filter(part -> part.startsWith("v1,"))
                .flatMap(part -> decoded(part.substring("v1,".length())).stream())
                .toList();
    }

    private static Optional<byte[]> decoded(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
