package dev.plumbline.estate.source;

import static java.util.Objects.requireNonNull;

/** A secret text that never shows itself: {@code toString} redacts, and equality is that of the instance. */
public final class Secret {

    private final String value;

    /** Wraps a secret text. */
    public Secret(String value) {
        this.value = requireNonNull(value, "value is null");
    }

    /** Returns the secret, for the one call that needs it. Never log what this returns. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
