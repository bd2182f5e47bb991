package dev.plumbline.failure;

import org.jspecify.annotations.Nullable;

/**
 * A failure whose type says what happens next. The message is shown to people: it names the thing that failed and never
 * holds a secret.
 */
public abstract sealed class Failure extends RuntimeException permits Retryable, Waiting, Stalled, Invalid {

    private static final long serialVersionUID = 1L;

    Failure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
