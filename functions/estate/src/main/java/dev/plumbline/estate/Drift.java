package dev.plumbline.estate;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is done about a resource, or a setting, that was changed behind Plumbline's back. */
public enum Drift {
    /** It is put back. */
    REVERT,
    /** A person decides. */
    ASK,
    /** It is told. */
    REPORT,
    /** Nothing. */
    IGNORE;

    /** Returns the word that stands for it in the live repository. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns what a word of the live repository stands for. */
    public static Optional<Drift> of(String word) {
        return Arrays.stream(values())
                .filter(value -> value.word().equals(word))
                .findFirst();
    }
}
