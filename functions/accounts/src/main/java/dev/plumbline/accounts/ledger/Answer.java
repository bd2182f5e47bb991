package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.callers.Signer;
import java.time.Instant;

/**
 * What came of a question. There is one answer to each, and it stays.
 *
 * @param kind what it is
 * @param who whoever gave it, as AWS knows them; {@link Signer#NOBODY} where nobody did
 * @param why the reason that they gave, or why nobody could answer any more
 * @param at when it was given
 */
public record Answer(Kind kind, Signer who, String why, Instant at) {
    /** Checks that nothing is missing. */
    public Answer {
        requireNonNull(kind, "kind is null");
        requireNonNull(who, "who is null");
        requireNonNull(why, "why is null");
        requireNonNull(at, "at is null");
    }

    /** What can come of a question. */
    public enum Kind {
        /** A person lets it happen. */
        APPROVED,
        /** A person does not. */
        REJECTED,
        /** Nobody answered in time. */
        EXPIRED,
        /** What it was about is no longer wanted: a newer commit came, or its run has ended. */
        VOIDED,
        /** What it was about is so already, without anybody's word: drift that is gone, or was put back meanwhile. */
        SETTLED;

        /** Returns the kind as it is shown and stored. */
        public String label() {
            return Label.of(this);
        }
    }

    /** Returns it in words: {@code rejected by arn:…: not on a Friday}. */
    @Override
    public String toString() {
        return kind.label() + (who.arn().isEmpty() ? "" : " by " + who) + (why.isEmpty() ? "" : ": " + why);
    }
}
