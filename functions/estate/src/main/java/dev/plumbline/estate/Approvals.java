package dev.plumbline.estate;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which changes wait for a person, from the softest policy to the strictest. */
public enum Approvals {
    /** None. */
    NEVER,
    /** Removals, replacements, anything on a stateful resource, IAM and KMS. */
    DESTRUCTIVE,
    /** All. */
    ALWAYS;

    /** Returns the word that stands for it in the live repository. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether more changes wait for a person than by another policy. */
    public boolean isStricterThan(Approvals other) {
        return compareTo(other) > 0;
    }

    /** Returns what a word of the live repository stands for. */
    public static Optional<Approvals> of(String word) {
        return Arrays.stream(values())
                .filter(value -> value.word().equals(word))
                .findFirst();
    }
}
