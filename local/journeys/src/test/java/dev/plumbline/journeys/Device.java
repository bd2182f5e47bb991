package dev.plumbline.journeys;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A phone with an app for codes.
 *
 * @param serial the device's ARN
 * @param seed what it was told when it was set up, in base 32
 */
record Device(String serial, String seed) {

    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int STEP_SECONDS = 30;

    /** The six digits that it shows now, or some steps later (RFC 6238, HMAC-SHA-1). */
    String code(int steps) {
        long counter = Instant.now().getEpochSecond() / STEP_SECONDS + steps;
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key(), "HmacSHA1"));
            byte[] digest =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(counter).array());
            int start = digest[digest.length - 1] & 15;
            return "%06d".formatted((ByteBuffer.wrap(digest).getInt(start) & 0x7FFFFFFF) % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] key() {
        ByteBuffer key = ByteBuffer.allocate(seed.length() * 5 / 8);
        int bits = 0;
        int held = 0;
        for (int digit = 0; digit < seed.length(); digit++) {
            bits = bits << 5 | DIGITS.indexOf(seed.charAt(digit));
            held += 5;
            if (held >= 8) {
                held -= 8;
                key.put((byte) (bits >> held));
            }
        }
        return key.array();
    }

    @Override
    public String toString() {
        return serial;
    }
}
