package dev.plumbline.estate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** The bytes of a CloudFormation template, known by their digest. */
public final class Template {

    private final byte[] bytes;
    private final String digest;

    /** Creates a template; the bytes are copied. */
    public Template(byte[] bytes) {
        this.bytes = bytes.clone();
        this.digest = Digests.sha256(this.bytes);
    }

    /** Returns a copy of its bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Returns the SHA-256 of its bytes, lower-case hexadecimal. */
    public String digest() {
        return digest;
    }

    /** Returns it as text. */
    public String text() {
        return new String(bytes, UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Template template && Arrays.equals(bytes, template.bytes);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    /** Returns its digest: a template is too long for a log. */
    @Override
    public String toString() {
        return "Template[" + digest + "]";
    }
}
