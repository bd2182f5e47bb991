package dev.plumbline.webhook.signature;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 and comparison in constant time. */
final class Hmac {

    private static final String ALGORITHM = "HmacSHA256";

    private Hmac() {}

    /** Returns whether a code is that of a text, made of parts, under a key. An empty key proves nothing. */
    static boolean proves(byte[] code, byte[] key, byte[]... parts) {
        return key.length > 0 && MessageDigest.isEqual(code, code(key, parts));
    }

    /**
     * Returns whether two texts are the same, in a time that tells nothing of where, or in what length, they differ.
     */
    static boolean same(byte[] one, byte[] other) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return MessageDigest.isEqual(sha256.digest(one), sha256.digest(other));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static byte[] code(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
