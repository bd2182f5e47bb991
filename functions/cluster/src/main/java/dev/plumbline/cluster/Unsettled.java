package dev.plumbline.cluster;

/** Not yet: the same is worth asking again within the time that there is. The message says what is waited for. */
sealed class Unsettled extends RuntimeException permits Forbidden {

    private static final long serialVersionUID = 1L;

    Unsettled(String message) {
        super(message);
    }

    Unsettled(String message, Throwable cause) {
        super(message, cause);
    }
}
