package dev.plumbline.estate.patching;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How far a window may go beyond what the live repository declares. Each goes further than the one before. */
public enum PatchPolicy {
    /** No further: only declared versions are applied. */
    NONE,
    /** What closes holes without another version: images, operating systems, certificates. */
    SECURITY,
    /** Also minor versions: of engines and of add-ons. */
    MINOR,
    /** Everything that AWS offers and that can be applied without changing the live repository. */
    ALL;

    /** Whether this policy lets something happen that another one is the first to let happen. */
    public boolean allows(PatchPolicy first) {
        return compareTo(first) >= 0;
    }

    /** Returns the word that stands for it in the live repository. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns what a word of the live repository stands for. */
    public static Optional<PatchPolicy> of(String word) {
        return Arrays.stream(values())
                .filter(value -> value.word().equals(word))
                .findFirst();
    }
}
