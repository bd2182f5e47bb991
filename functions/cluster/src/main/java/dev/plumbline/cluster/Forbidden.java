package dev.plumbline.cluster;

/** Not allowed, which may be for the moment only: rights take a while to be known everywhere. */
final class Forbidden extends Unsettled {

    private static final long serialVersionUID = 1L;

    Forbidden(String message, Throwable cause) {
        super(message, cause);
    }
}
