package dev.plumbline.estate.patching;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;

/**
 * Days on which no window opens, in the time zone of each window.
 *
 * @param from the first day
 * @param to the last day
 * @param reason why, for people
 */
public record Blackout(LocalDate from, LocalDate to, String reason) {

    /** Checks that nothing is missing and that the days are in order. */
    public Blackout {
        requireNonNull(from, "from is null");
        requireNonNull(to, "to is null");
        requireNonNull(reason, "reason is null");
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("a blackout ends before it begins: " + from + " to " + to);
        }
    }

    /** Whether it has any of the days from one to another, both included. */
    boolean touches(LocalDate first, LocalDate last) {
        return !last.isBefore(from) && !first.isAfter(to);
    }

    /** Returns what it is, for people. */
    public String told() {
        return "a blackout until " + to + " (" + reason + ")";
    }
}
