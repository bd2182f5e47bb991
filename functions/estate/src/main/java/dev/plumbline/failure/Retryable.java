package dev.plumbline.failure;

/** A passing fault (throttled, network): the same call is worth repeating soon. */
public final class Retryable extends Failure {

    private static final long serialVersionUID = 1L;

    /** Creates the failure with a message for people. */
    public Retryable(String message) {
        super(message, null);
    }

    /** Creates the failure with a message for people and what caused it. */
    public Retryable(String message, Throwable cause) {
        super(message, cause);
    }
}
