package dev.plumbline.accounts.wire;

import static java.util.Objects.requireNonNull;

import software.amazon.awssdk.http.SdkHttpResponse;

/** An answer as it came: its status, its headers and its body. */
public final class Received {

    private final SdkHttpResponse head;
    private final byte[] body;

    Received(SdkHttpResponse head, byte[] body) {
        this.head = requireNonNull(head, "head is null");
        this.body = requireNonNull(body, "body is null");
    }

    /** Returns the HTTP status. */
    public int status() {
        return head.statusCode();
    }

    /** Whether it is what was asked for, and no error. */
    public boolean isSuccessful() {
        return head.isSuccessful();
    }

    /** Returns the body, of no bytes where there is none. */
    public byte[] body() {
        return body.clone();
    }

    /** Whether it has no body. */
    public boolean isEmpty() {
        return body.length == 0;
    }

    /** Returns a header, whatever the case of its name; empty where there is none. */
    String header(String name) {
        return head.firstMatchingHeader(name).orElse("");
    }
}
