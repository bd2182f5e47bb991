package dev.plumbline.estate;

import java.util.Arrays;
import java.util.List;
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

    private static final List<Drift> STRICTEST_FIRST = List.of(ASK, REVERT, REPORT, IGNORE);

    /** Returns the word that stands for it in the live repository. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the stricter of two: what a person decides is stricter than what is put back unasked, which is stricter
     * than what is only told, or not even that.
     */
    public Drift stricter(Drift other) {
        return STRICTEST_FIRST.indexOf(this) <= STRICTEST_FIRST.indexOf(other) ? this : other;
    }

    /** Returns what a word of the live repository stands for. */
    public static Optional<Drift> of(String word) {
        return Arrays.stream(values())
                .filter(value -> value.word().equals(word))
                .findFirst();
    }
}
