package dev.plumbline.webhook.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.estate.source.Secret;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HMAC-SHA256 over the body alone, as GitHub, Bitbucket and CircleCI send it. */
final class BodySignature implements Signature {

    private static final Pattern SHA256 = Pattern.compile("sha256=([0-9a-fA-F]{64})");
    private static final Pattern V1 = Pattern.compile("v1=([0-9a-fA-F]{64})");
    private static final Pattern OTHER_VERSION = Pattern.compile("v(?!1=)[0-9]{1,3}=[0-9a-zA-Z+/=]{1,512}");
    private static final Pattern COMMA = Pattern.compile(",");

    private final byte[] code;
    private final byte[] body;

    private BodySignature(Matcher matched, byte[] body) {
        this.code = HexFormat.of().parseHex(matched.group(1));
        this.body = body;
    }

    /** Reads {@code sha256=<hex>}; SHA-1 and anything else is no signature. */
    static Optional<Signature> sha256(Delivery delivery, String header) {
        return delivery.headers()
                .get(header)
                .map(SHA256::matcher)
                .filter(Matcher::matches)
                .map(matched -> new BodySignature(matched, delivery.body()));
    }

    /** Reads {@code v1=<hex>}, with other versions beside it or not, but never {@code v1} twice. */
    static Optional<Signature> v1(Delivery delivery, String header) {
        List<String> parts = delivery.headers().get(header).stream()
                .flatMap(COMMA::splitAsStream)
                .map(String::strip)
                .filter(part -> !OTHER_VERSION.matcher(part).matches())
                .toList();
        return parts.size() != 1
                ? Optional.empty()
                : Optional.of(V1.matcher(parts.getFirst()))
                        .filter(Matcher::matches)
                        .map(matched -> new BodySignature(matched, delivery.body()));
    }

    @Override
    public boolean madeWith(Secret secret) {
        return Hmac.proves(code, secret.reveal().getBytes(UTF_8), body);
    }
}
