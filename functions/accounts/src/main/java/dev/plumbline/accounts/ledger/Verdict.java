package dev.plumbline.accounts.ledger;

/** What verification found. */
public enum Verdict {
    /** Nobody has looked yet. */
    UNKNOWN,
    /** Every check holds. */
    HEALTHY,
    /** At least one check does not hold. */
    UNHEALTHY;

    /** Returns the verdict as it is shown and stored. */
    public String label() {
        return Label.of(this);
    }
}
