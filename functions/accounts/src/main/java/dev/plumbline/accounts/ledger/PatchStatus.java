package dev.plumbline.accounts.ledger;

/** What becomes of something that could be patched. */
public enum PatchStatus {
    /** It waits for its window, or for its turn. */
    PENDING,
    /** The estate does not want it: by its policy, or because a version is held. */
    WITHHELD,
    /** Something is in its way: an insight, or the wave below. */
    BLOCKED,
    /** Nothing can be done about it in a window; a person has to know. */
    REPORTED,
    /** It is being applied. */
    RUNNING,
    /** It was applied, and what it was applied to was seen to be healthy. */
    DONE,
    /** It was applied and went wrong, or what it was applied to is not healthy since. */
    FAILED;

    /** Returns the status as it is shown and stored. */
    public String label() {
        return Label.of(this);
    }

    /** Whether it was applied, whatever came of it. */
    public boolean ended() {
        return this == DONE || this == FAILED;
    }
}
