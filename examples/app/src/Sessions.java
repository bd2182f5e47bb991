import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Knows visitors again by a cookie that it signed. The key is a secret, which the secrets store provider keeps in a
 * file and changes when it rotates: so it is read each time, and whoever was signed with the key before is new once
 * more.
 */
final class Sessions {

    private static final Pattern COOKIE = Pattern.compile("(?:^|; )shop=([0-9a-f-]{36})\\.([A-Za-z0-9_-]{43})(?:;|$)");

    private final Optional<Path> key;
    private final byte[] ownKey = UUID.randomUUID().toString().getBytes(UTF_8);

    /** Without a file, as on a developer's machine, a pod's visitors are known for as long as it runs. */
    Sessions(Optional<Path> key) {
        this.key = key;
    }

    /** Who sends a cookie, where it was signed here. */
    Optional<String> visitor(String cookie) throws IOException {
        Matcher found = COOKIE.matcher(cookie == null ? "" : cookie);
        boolean genuine = found.find()
                && MessageDigest.isEqual(
                        found.group(2).getBytes(UTF_8),
                        signature(found.group(1)).getBytes(UTF_8));
        return genuine ? Optional.of(found.group(1)) : Optional.empty();
    }

    /** The cookie of a visitor, or of a new one. */
    String cookie(Optional<String> known) throws IOException {
        String visitor = known.orElseGet(() -> UUID.randomUUID().toString());
        return "shop=" + visitor + "." + signature(visitor) + "; HttpOnly; Secure; SameSite=Lax; Path=/; Max-Age=86400";
    }

    private String signature(String visitor) throws IOException {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.isPresent() ? Files.readAllBytes(key.get()) : ownKey, "HmacSHA256"));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(visitor.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no HmacSHA256", e);
        }
    }
}
