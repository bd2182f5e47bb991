package dev.plumbline.tasks.observe;

import static java.util.Objects.requireNonNull;

/**
 * What came of an event.
 *
 * @param heard what was made of it, in a word or two
 */
public record ObserveAnswer(String heard) {

    /** Checks that nothing is missing. */
    public ObserveAnswer {
        requireNonNull(heard, "heard is null");
    }
}
