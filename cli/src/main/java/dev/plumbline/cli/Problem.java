package dev.plumbline.cli;

import static java.util.Objects.requireNonNull;

/** Something that a person has to know about: what happened, why, and what to do now. */
public final class Problem extends RuntimeException {

    private final String advice;

    /**
     * Creates a problem.
     *
     * @param what what happened and why, in a sentence
     * @param advice what to do, in a sentence
     */
    public Problem(String what, String advice) {
        super(requireNonNull(what, "what is null"));
        this.advice = requireNonNull(advice, "advice is null");
    }

    /** As above, with what caused it, shown to those who ask for more. */
    public Problem(String what, String advice, Throwable cause) {
        super(requireNonNull(what, "what is null"), cause);
        this.advice = requireNonNull(advice, "advice is null");
    }

    /** What to do, in a sentence. */
    public String advice() {
        return advice;
    }

    /** What happened and why, in a sentence. */
    public String what() {
        return requireNonNull(getMessage());
    }
}
