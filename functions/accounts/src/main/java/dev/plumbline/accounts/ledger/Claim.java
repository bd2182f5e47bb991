package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

/** What came of claiming the head of a branch. */
public sealed interface Claim {

    /**
     * The run holds the head.
     *
     * @param head the head as it is now
     */
    record Claimed(Head head) implements Claim {
        /** Checks that nothing is missing. */
        public Claimed {
            requireNonNull(head, "head is null");
        }
    }

    /**
     * Somebody claimed it since it was read: read Git again, then claim again.
     *
     * @param head the head as it is now
     */
    record Overtaken(Head head) implements Claim {
        /** Checks that nothing is missing. */
        public Overtaken {
            requireNonNull(head, "head is null");
        }
    }
}
