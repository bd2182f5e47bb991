package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

/** What came of the wish for a lease. */
public sealed interface Leasing {

    /**
     * It is ours, now or from an earlier call.
     *
     * @param lease the lease
     */
    record Granted(Lease lease) implements Leasing {
        /** Checks that nothing is missing. */
        public Granted {
            requireNonNull(lease, "lease is null");
        }
    }

    /**
     * Somebody else owns it.
     *
     * @param lease their lease
     */
    record Held(Lease lease) implements Leasing {
        /** Checks that nothing is missing. */
        public Held {
            requireNonNull(lease, "lease is null");
        }
    }
}
