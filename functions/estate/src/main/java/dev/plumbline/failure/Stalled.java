package dev.plumbline.failure;

/** A person must act; the message says what to do. Never retried. */
public final class Stalled extends Failure {

    private static final long serialVersionUID = 1L;

    /** Creates the failure with a message for people. */
    public Stalled(String message) {
        super(message, null);
    }

    /** Creates the failure with a message for people and what caused it. */
    public Stalled(String message, Throwable cause) {
        super(message, cause);
    }
}
