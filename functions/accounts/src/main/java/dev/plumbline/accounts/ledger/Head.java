package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * The newest commit of a branch that a run took up.
 *
 * @param ref the branch, such as {@code refs/heads/main}
 * @param commit the commit; empty where none was taken up yet
 * @param run the run that took it up; empty where none did
 * @param version grows with each claim, and with each run that ended in failure before it had claimed anything; 0 if
 *     there was none; part of the name of the next execution
 * @param ended whether that run has ended
 * @param deployed whether that run deployed everything
 * @param everywhere the commit that was deployed everywhere last; empty where none was
 * @param everywhereAt when it was; the epoch where none was
 * @param schedules digest of the schedules that were set last; empty where none were
 * @param ungated a commit ahead of the head that was not taken up because no green workflow vouches for it; empty where
 *     none is known
 * @param ungatedSince when that was seen first; the epoch where none is known
 */
public record Head(
        String ref,
        String commit,
        String run,
        long version,
        boolean ended,
        boolean deployed,
        String everywhere,
        Instant everywhereAt,
        String schedules,
        String ungated,
        Instant ungatedSince) {

    /** What a person can do about a commit that no green workflow vouches for. */
    public static final String HOW_TO_GATE =
            "Where it is green, run it again; to deploy the commit without it, run plumbline reconcile.";

    /** Checks that nothing is missing. */
    public Head {
        requireNonNull(ref, "ref is null");
        requireNonNull(commit, "commit is null");
        requireNonNull(run, "run is null");
        requireNonNull(everywhere, "everywhere is null");
        requireNonNull(everywhereAt, "everywhereAt is null");
        requireNonNull(schedules, "schedules is null");
        requireNonNull(ungated, "ungated is null");
        requireNonNull(ungatedSince, "ungatedSince is null");
    }

    /** Makes a head of a branch of which nothing was deployed everywhere yet. */
    public Head(String ref, String commit, String run, long version, boolean ended, boolean deployed) {
        this(ref, commit, run, version, ended, deployed, "", Instant.EPOCH, "", "", Instant.EPOCH);
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

    /** Whether a run could not have taken up a commit: nobody has claimed the head since the run was named. */
    public boolean isUnclaimedBy(String execution) {
        return MovementName.read(execution)
                .filter(name -> name.version() == version)
                .isPresent();
    }

    /** Whether a run for this commit would repeat what is done or being done. */
    public boolean covers(String wanted) {
        return commit.equals(wanted) && (deployed || !ended);
    }

    /**
     * Returns the commit that a target stands at; empty where nothing was ever deployed there. A run does not write to
     * targets that it leaves alone, so it is the later one of what changed something there and what was deployed
     * everywhere.
     */
    public String standing(TargetState target) {
        return !target.revision().isEmpty() && target.revisedAt().isAfter(everywhereAt)
                ? target.revision()
                : everywhere.isEmpty() ? target.revision() : everywhere;
    }

    /** Returns since when a target stands at that commit. */
    public Instant standingSince(TargetState target) {
        return target.revisedAt().isAfter(everywhereAt) ? target.revisedAt() : everywhereAt;
    }
}
