package dev.plumbline.tasks.report;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.commits.CommitState;
import dev.plumbline.accounts.commits.CommitStatus;
import dev.plumbline.accounts.commits.CommitStatuses;
import dev.plumbline.accounts.ledger.Line;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Run;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.failure.Failure;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Says beside a commit how its run went: once for the run, and once for each environment. A provider that cannot be
 * reached, or refuses, does not keep a run from ending: that is logged.
 */
public final class CommitNotes {

    private final Supplier<Optional<CommitStatuses>> provider;
    private final Consumer<String> log;

    /**
     * Creates it.
     *
     * @param provider gives the statuses of the live repository, or nothing where none are set
     * @param log takes whole lines
     */
    public CommitNotes(Supplier<Optional<CommitStatuses>> provider, Consumer<String> log) {
        this.provider = requireNonNull(provider, "provider is null");
        this.log = requireNonNull(log, "log is null");
    }

    /** Says that a run is on its way with a commit. */
    void begin(Run run, URI link) {
        if (!run.commit().isEmpty()) {
            CommitStatus pending = new CommitStatus(
                    run.commit(), "run", CommitState.PENDING, "Run " + run.id() + " is on its way", link);
            set(run.id(), statuses -> statuses.set(pending));
        }
    }

    /** Sets the statuses of a run that has ended; a run that took up no commit has none. */
    void note(Summary summary, URI link) {
        if (summary.commit().isEmpty()) {
            return;
        }
        set(summary.run(), statuses -> set(statuses, summary, link));
    }

    /** Says beside a pull request's commit how its plan fares. */
    void plan(String plan, CommitStatus status) {
        set(plan, statuses -> statuses.set(status));
    }

    private void set(String run, Consumer<CommitStatuses> setting) {
        try {
            provider.get().ifPresent(setting);
        } catch (Failure refused) {
            log.accept("Commit statuses of run " + run + " were not set: " + refused.getMessage());
        }
    }

    private static void set(CommitStatuses statuses, Summary summary, URI link) {
        CommitState state = state(summary.outcome());
        statuses.set(new CommitStatus(summary.commit(), "run", state, summary.headline(), link));
        for (String environment : summary.environments()) {
            long troubled = summary.troubled().stream()
                    .filter(line -> line.environment().equals(environment))
                    .count();
            long all = summary.lines().stream()
                    .filter(line -> line.environment().equals(environment))
                    .count();
            statuses.set(new CommitStatus(
                    summary.commit(),
                    environment,
                    troubled == 0 ? CommitState.SUCCESS : environmentState(summary, environment),
                    troubled == 0 ? all + " stacks verified" : troubled + " of " + all + " stacks in trouble",
                    link));
        }
    }

    /**
     * A check that does not hold, or a change that failed, is the commit's; anything else is for whoever runs the
     * accounts.
     */
    private static CommitState environmentState(Summary summary, String environment) {
        boolean unhealthy = summary.lines().stream()
                .filter(line -> line.environment().equals(environment))
                .map(Line::verdict)
                .anyMatch(verdict -> verdict == Verdict.UNHEALTHY);
        return unhealthy || summary.outcome() == Outcome.FAILED ? CommitState.FAILURE : CommitState.ERROR;
    }

    private static CommitState state(Outcome outcome) {
        return switch (outcome) {
            case DEPLOYED, UNCHANGED, REMOVED -> CommitState.SUCCESS;
            case INVALID, FAILED, UNHEALTHY -> CommitState.FAILURE;
            case OVERTAKEN, STALLED, SKIPPED -> CommitState.ERROR;
        };
    }
}
