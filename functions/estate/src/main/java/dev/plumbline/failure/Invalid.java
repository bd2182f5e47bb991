package dev.plumbline.failure;

/** The repository is wrong; the message carries file, line and column. Never retried. */
public final class Invalid extends Failure {

    private static final long serialVersionUID = 1L;

    /** Creates the failure with a message for people. */
    public Invalid(String message) {
        super(message, null);
    }

    /** Creates the failure with a message for people and what caused it. */
    public Invalid(String message, Throwable cause) {
        super(message, cause);
    }
}
