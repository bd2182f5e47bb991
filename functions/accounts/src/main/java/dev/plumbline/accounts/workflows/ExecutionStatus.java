package dev.plumbline.accounts.workflows;

/** What an execution is doing. */
public enum ExecutionStatus {
    /** It runs, or will be run again from where it stopped. */
    RUNNING,
    /** It ended well. */
    SUCCEEDED,
    /** It ended in any other way: failed, timed out, was stopped. */
    FAILED,
    /** Nobody knows of it (any more). */
    GONE;

    /** Whether it will do nothing more. */
    public boolean ended() {
        return this != RUNNING;
    }
}
