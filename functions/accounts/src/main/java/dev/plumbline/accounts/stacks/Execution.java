package dev.plumbline.accounts.stacks;

/** What became of the request to execute a change set. */
public enum Execution {
    /** CloudFormation has begun, now or at an earlier request with the same token. */
    BEGUN,
    /** The change set is in no state to be executed: it was executed before, or the stack was changed since. */
    REFUSED,
    /** There is no such change set: it was executed before, or somebody deleted it. */
    MISSING
}
