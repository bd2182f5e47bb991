package dev.plumbline.webhook.payload;

/** An authentic delivery that is not what its event says. The message is fixed text and never quotes the delivery. */
public final class Unreadable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Says what cannot be read. */
    Unreadable(String message) {
        super(message);
    }
}
