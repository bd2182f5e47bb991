package dev.plumbline.cluster;

/** Not yet: the same is worth asking again within the time that there is. The message says what is waited for. */
final class Unsettled extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Unsettled(String message) {
        super(message);
    }

    Unsettled(String message, Throwable cause) {
        super(message, cause);
    }
}
