package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

/** What came of a finding that arrived. */
public sealed interface Arrival {

    /** Returns the case as it is now. */
    FindingCase found();

    /**
     * The execution has a case to work on.
     *
     * @param found the case
     * @param returned whether the finding returned soon after it had been fixed
     */
    record Opened(FindingCase found, boolean returned) implements Arrival {
        /** Checks that nothing is missing. */
        public Opened {
            requireNonNull(found, "found is null");
        }
    }

    /**
     * It is known: somebody else works on the case, or the case ended after the finding was seen.
     *
     * @param found the case
     */
    record Joined(FindingCase found) implements Arrival {
        /** Checks that nothing is missing. */
        public Joined {
            requireNonNull(found, "found is null");
        }
    }
}
