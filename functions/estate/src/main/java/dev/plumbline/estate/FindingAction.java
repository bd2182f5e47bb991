package dev.plumbline.estate;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is done about a finding for which there is a playbook, or whose resource a stack owns. */
public enum FindingAction {
    /** It is fixed. */
    REMEDIATE,
    /** It is fixed, unless that can interrupt a service: then a person decides. */
    CAREFUL,
    /** A person decides. */
    ASK,
    /** It is told. */
    REPORT,
    /** Nothing, for a time and a reason that are stated. */
    SUPPRESS;

    /** Returns the word that stands for it in the live repository. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns what a word of the live repository stands for. */
    public static Optional<FindingAction> of(String word) {
        return Arrays.stream(values())
                .filter(value -> value.word().equals(word))
                .findFirst();
    }
}
