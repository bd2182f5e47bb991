package dev.plumbline.estate;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How bad a finding is. */
public enum Severity {
    /** For the record. */
    LOW,
    /** Somebody should look when there is time. */
    MEDIUM,
    /** Somebody should look today. */
    HIGH,
    /** Somebody has to act now. */
    CRITICAL;

    /** Returns the word that stands for it in the live repository, in the ledger and in messages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns what a word stands for. */
    public static Optional<Severity> of(String word) {
        return Arrays.stream(values())
                .filter(value -> value.word().equals(word))
                .findFirst();
    }

    /** Returns the next worse one; there is none worse than critical. */
    public Severity raised() {
        return switch (this) {
            case LOW -> MEDIUM;
            case MEDIUM -> HIGH;
            case HIGH, CRITICAL -> CRITICAL;
        };
    }
}
