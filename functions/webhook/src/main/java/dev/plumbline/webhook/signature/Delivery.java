package dev.plumbline.webhook.signature;

import static java.util.Objects.requireNonNull;

/** What arrived: headers, and the body as the bytes that were sent. Nothing of it is trusted. */
public final class Delivery {

    private final Headers headers;
    private final byte[] body;

    /** Takes a delivery; the bytes are not copied and must not change. */
    public Delivery(Headers headers, byte[] body) {
        this.headers = requireNonNull(headers, "headers is null");
        this.body = requireNonNull(body, "body is null");
    }

    /** Returns the headers. */
    public Headers headers() {
        return headers;
    }

    /** Returns the body's bytes, not a copy. */
    public byte[] body() {
        return body;
    }
}
