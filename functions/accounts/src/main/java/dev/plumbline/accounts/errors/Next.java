package dev.plumbline.accounts.errors;

import dev.plumbline.failure.Failure;
import dev.plumbline.failure.Invalid;
import dev.plumbline.failure.Retryable;
import dev.plumbline.failure.Stalled;
import dev.plumbline.failure.Waiting;

/** What happens next after an error. */
enum Next {
    RETRY,
    WAIT,
    STALL,
    REJECT;

    Failure failure(String message, Throwable cause) {
        return switch (this) {
            case RETRY -> new Retryable(message, cause);
            case WAIT -> new Waiting(message, cause);
            case STALL -> new Stalled(message, cause);
            case REJECT -> new Invalid(message, cause);
        };
    }
}
