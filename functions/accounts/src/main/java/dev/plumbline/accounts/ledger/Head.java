package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

/**
 * The newest commit of a branch that a run took up.
 *
 * @param ref the branch, such as {@code refs/heads/main}
 * @param commit the commit; empty where none was taken up yet
 * @param run the run that took it up; empty where none did
 * @param version grows with each claim, 0 where there was none; part of the name of the next execution
 * @param ended whether that run has ended
 * @param deployed whether that run deployed everything
 */
public record Head(String ref, String commit, String run, long version, boolean ended, boolean deployed) {
    /** Checks that nothing is missing. */
    public Head {
        requireNonNull(ref, "ref is null");
        requireNonNull(commit, "commit is null");
        requireNonNull(run, "run is null");
    }

    /** Returns the head of a branch of which no run has heard. */
    public static Head unknown(String ref) {
        return new Head(ref, "", "", 0, false, false);
    }

    /**
     * Returns what stands for a pull request in the place of a branch: its head is claimed by plans as a branch's is by
     * runs.
     *
     * @param number its number at the provider
     */
    public static String ofPullRequest(String number) {
        return "pull-request/" + number;
    }

    /** Whether a run for this commit would repeat what is done or being done. */
    public boolean covers(String wanted) {
        return commit.equals(wanted) && (deployed || !ended);
    }
}
