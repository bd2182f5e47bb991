package dev.plumbline.accounts.ledger;

/** How a run, or its work on one target, ended. */
public enum Outcome {
    /** Everything intended is deployed and verified. */
    DEPLOYED,
    /** There was nothing to do. */
    UNCHANGED,
    /** The stack was no longer wanted, and is gone. */
    REMOVED,
    /** Something was deployed but is not as it should be. */
    UNHEALTHY,
    /** A change failed, and was rolled back where CloudFormation could. */
    FAILED,
    /** A person must act. */
    STALLED,
    /** The live repository is wrong; nothing was done. */
    INVALID,
    /** A newer commit came; what was not begun was left to its run. */
    OVERTAKEN,
    /** Nothing was tried, because something before it failed. */
    SKIPPED;

    /** Whether what was intended stands. */
    public boolean good() {
        return this == DEPLOYED || this == UNCHANGED || this == REMOVED;
    }

    /** Returns the outcome as it is shown and stored. */
    public String label() {
        return Label.of(this);
    }

    /** Returns the outcome of a label. */
    public static Outcome of(String label) {
        return Label.read(Outcome.class, label);
    }
}
