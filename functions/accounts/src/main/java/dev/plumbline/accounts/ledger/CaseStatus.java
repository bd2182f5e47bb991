package dev.plumbline.accounts.ledger;

/** How far a case is. */
public enum CaseStatus {
    /** Somebody is at work on it. */
    OPEN(false),
    /** A person is asked. */
    WAITING(false),
    /** The account is as it should be: seen. */
    FIXED(true),
    /** It was told to people, and nothing else was to be done. */
    REPORTED(true),
    /** A policy says that it is no matter. */
    SUPPRESSED(true),
    /** It was to be fixed, and is not. */
    FAILED(true),
    /** The person said no, or said nothing in time. */
    DECLINED(true),
    /** What was done was taken back. */
    UNDONE(true);

    private final boolean ended;

    CaseStatus(boolean ended) {
        this.ended = ended;
    }

    /** Whether nothing more is done about it, unless the finding comes again. */
    public boolean ended() {
        return ended;
    }

    /**
     * Whether the same finding says nothing new for a while after this end: people know of it, or have decided about
     * it.
     */
    public boolean settled() {
        return switch (this) {
            case REPORTED, SUPPRESSED, DECLINED, UNDONE -> true;
            case OPEN, WAITING, FIXED, FAILED -> false;
        };
    }

    /** Returns the status as it is shown and stored. */
    public String label() {
        return Label.of(this);
    }

    /** Returns the status of a label. */
    public static CaseStatus of(String label) {
        return Label.read(CaseStatus.class, label);
    }
}
