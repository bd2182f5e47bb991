package dev.plumbline.estate.rules;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.util.Collection;

/**
 * A rule that a commit makes softer than it is deployed. Whether it may is judged by the deployed rule, like any
 * change: under {@code never} nobody is asked, else a person is. Without that, whoever can push could soften a rule
 * with one push and do what it kept from being done with the next.
 *
 * @param what which rule of what
 * @param before what is deployed
 * @param after what the commit says
 */
public record Softening(String what, String before, String after) {

    /** Checks that nothing is missing. */
    public Softening {
        requireNonNull(what, "what is null");
        requireNonNull(before, "before is null");
        requireNonNull(after, "after is null");
    }

    /** Returns it in words. */
    @Override
    public String toString() {
        return what + ": " + before + " becomes " + after;
    }

    /** Returns several in words, the first of them if there are many. */
    public static String told(Collection<?> softened) {
        int shown = 20;
        String first = softened.stream().limit(shown).map(String::valueOf).collect(joining("; "));
        return softened.size() <= shown ? first : first + "; and " + (softened.size() - shown) + " more";
    }
}
