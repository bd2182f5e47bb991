package dev.plumbline.estate.source;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/** Reads RSA private keys from PEM, as GitHub issues them (PKCS#1) and as others convert them (PKCS#8). */
final class RsaKeys {

    private static final String PKCS1 = "-----BEGIN RSA PRIVATE KEY-----";

    /** PKCS#8's version, and the algorithm identifier of RSA. */
    private static final byte[] PKCS8_HEAD = HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

    private RsaKeys() {}

    /**
     * Parses a key.
     *
     * @throws IllegalArgumentException when the text is not PEM
     * @throws GeneralSecurityException when it holds no RSA key
     */
    static PrivateKey parse(Secret pem) throws GeneralSecurityException {
        String text = pem.reveal();
        byte[] der = Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
        byte[] pkcs8 = text.contains(PKCS1) ? wrap(der) : der;
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    private static byte[] wrap(byte[] pkcs1) {
        byte[] octets = element(0x04, pkcs1);
        return element(
                0x30,
                ByteBuffer.allocate(PKCS8_HEAD.length + octets.length)
                        .put(PKCS8_HEAD)
                        .put(octets)
                        .array());
    }

    /** A DER element whose length takes two bytes; keys of 1,024 to 16,384 bits all fit. */
    private static byte[] element(int tag, byte[] content) {
        return ByteBuffer.allocate(content.length + 4)
                .put((byte) tag)
                .put((byte) 0x82)
                .putShort((short) content.length)
                .put(content)
                .array();
    }
}
