package dev.plumbline.accounts.commits;

/** How a commit fares. Each provider has its own words for these. */
public enum CommitState {
    /** A run is on its way. */
    PENDING,
    /** It is deployed and verified, or there was nothing to do. */
    SUCCESS,
    /** Something of it is wrong: an invalid estate, a stack that failed, a check that did not hold. */
    FAILURE,
    /** It could not be tried: the control plane is broken, or a person has to act. */
    ERROR
}
