package dev.plumbline.failure;

/** Work in progress elsewhere: look again later, nothing is wrong. */
public final class Waiting extends Failure {

    private static final long serialVersionUID = 1L;

    /** Creates the failure with a message for people. */
    public Waiting(String message) {
        super(message, null);
    }

    /** Creates the failure with a message for people and what caused it. */
    public Waiting(String message, Throwable cause) {
        super(message, cause);
    }
}
