package dev.plumbline.accounts.ledger;

/** How far a run is with one stack. */
public enum Phase {
    /** Its turn has not come. */
    WAITING,
    /** What would change is being found out. */
    CHANGING,
    /** A person is asked. */
    APPROVING,
    /** CloudFormation is at work. */
    EXECUTING,
    /** What was made is being looked at. */
    VERIFYING,
    /** Nothing more will happen. */
    DONE;

    /** Returns the phase as it is shown and stored. */
    public String label() {
        return Label.of(this);
    }
}
