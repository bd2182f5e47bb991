package dev.plumbline.accounts.ledger;

/** What a person says of a case. */
public enum CaseWord {
    /** The steps may be carried out. */
    APPROVED,
    /** The resource stays as it is. */
    DECLINED,
    /** What was done is to be taken back. */
    UNDONE;

    /** Returns it as it is signed and sent. */
    public String label() {
        return Label.of(this);
    }
}
