package dev.plumbline.tasks.report;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Progress;
import dev.plumbline.accounts.ledger.Run;
import dev.plumbline.accounts.notices.Notice;
import dev.plumbline.accounts.notices.Notices;
import dev.plumbline.accounts.requests.RequestCounts;
import dev.plumbline.tasks.binding.Binder;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.SortedSet;

/** Tells people how a run ended: by its own report, or by whoever finds that it could not report. */
public final class RunNotices {

    private final Ledger ledger;
    private final Notices notices;
    private final CommitNotes commits;
    private final Audience audience;
    private final Binder binder;
    private final InstantSource clock;

    /** Creates the teller. */
    @Inject
    public RunNotices(
            Ledger ledger,
            Notices notices,
            CommitNotes commits,
            Audience audience,
            Binder binder,
            InstantSource clock) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.notices = requireNonNull(notices, "notices is null");
        this.commits = requireNonNull(commits, "commits is null");
        this.audience = requireNonNull(audience, "audience is null");
        this.binder = requireNonNull(binder, "binder is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Tells how a run ended, with what the ledger holds of its work, beside its commit and by notice. Called twice, it
     * tells twice.
     *
     * @param link where its execution is seen
     */
    public void tell(Run run, Outcome outcome, String reason, URI link) {
        Summary summary = summary(run, outcome, reason);
        commits.note(summary, link);
        tell(summary);
    }

    private Summary summary(Run run, Outcome outcome, String reason) {
        Progress.Done done = ledger.progress().read(run.id());
        return new Summary(
                audience.organization(),
                run.id(),
                run.trigger(),
                run.commit(),
                outcome,
                reason,
                Duration.between(run.startedAt(), clock.instant()),
                done.lines(),
                done.outcomes(),
                done.notes(),
                done.requests().values().stream().reduce(RequestCounts.none(), RequestCounts::plus),
                done.questions());
    }

    private void tell(Summary summary) {
        String kind = "deployment-" + summary.outcome().label();
        String message = summary.text() + "\n\n" + binder.text(SummaryDocument.of(kind, summary));
        SortedSet<String> environments = summary.environments();
        notices.publish(
                audience.deploymentsTopic(),
                new Notice(
                        summary.organization() + ": " + summary.headline(),
                        message,
                        environments.size() == 1 && summary.unreachable().isEmpty() ? environments.first() : "all",
                        severity(summary.outcome()),
                        kind));
    }

    private static Notice.Severity severity(Outcome outcome) {
        return switch (outcome) {
            case DEPLOYED, UNCHANGED, REMOVED, OVERTAKEN -> Notice.Severity.INFO;
            case INVALID -> Notice.Severity.WARNING;
            case UNHEALTHY, FAILED, STALLED, SKIPPED -> Notice.Severity.ERROR;
        };
    }
}
