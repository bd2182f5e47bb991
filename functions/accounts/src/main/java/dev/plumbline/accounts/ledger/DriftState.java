package dev.plumbline.accounts.ledger;

/** What has become of drift. */
public enum DriftState {
    /** It was found; what is done about it is being decided. */
    FOUND,
    /** It is being put back. */
    REVERTING,
    /** It was put back, and was not found again afterwards. */
    REVERTED,
    /** A person has to decide. */
    ASKED,
    /** A person does not want it put back: it stays as it is, and nobody is asked again until it differs otherwise. */
    REJECTED,
    /** It is told, and left. */
    REPORTED,
    /** It was to be put back, and is still there. */
    FAILED,
    /** CloudFormation's drift detection and its drift-aware change set do not agree: it does not count. */
    UNCONFIRMED,
    /** AWS itself has moved it, and takes it back for nobody: it is told, and is no drift. */
    MOVED,
    /** Nobody put it back through Plumbline, and it is there no more. */
    GONE;

    /** Whether something is still not as it was declared. */
    public boolean open() {
        return switch (this) {
            case FOUND, REVERTING, ASKED, REJECTED, REPORTED, FAILED -> true;
            case REVERTED, UNCONFIRMED, MOVED, GONE -> false;
        };
    }

    /** Whether it lasts: found again, it is the same as before. */
    boolean lasts() {
        return open() || this == MOVED;
    }

    /** Returns the state as it is shown and stored. */
    public String label() {
        return Label.of(this);
    }
}
