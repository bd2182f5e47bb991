package dev.plumbline.cluster;

/**
 * What was asked for cannot be done; the message is for people, names the object, and holds nothing of its contents.
 */
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Refused(String message) {
        super(message);
    }

    Refused(String message, Throwable cause) {
        super(message, cause);
    }
}
