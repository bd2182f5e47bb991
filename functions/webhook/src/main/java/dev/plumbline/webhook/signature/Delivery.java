package dev.plumbline.webhook.signature;

import static java.util.Objects.requireNonNull;

/**
 * What arrived: headers, and the body as the bytes that were sent. Nothing of it but its id, which AWS gives, is
 * trusted.
 */
public final class Delivery {

    private final String id;
    private final Headers headers;
    private final byte[] body;

    /**
     * Takes a delivery; the bytes are not copied and must not change.
     *
     * @param id what AWS calls the request; no other has the same
     */
    public Delivery(String id, Headers headers, byte[] body) {
        this.id = requireNonNull(id, "id is null");
        this.headers = requireNonNull(headers, "headers is null");
        this.body = requireNonNull(body, "body is null");
    }

    /** Returns what AWS calls the request, which is never the sender's word. */
    public String id() {
        return id;
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
