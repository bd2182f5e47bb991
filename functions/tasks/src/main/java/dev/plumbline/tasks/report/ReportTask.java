package dev.plumbline.tasks.report;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Run;
import dev.plumbline.accounts.notices.Notice;
import dev.plumbline.accounts.notices.Notices;
import dev.plumbline.accounts.requests.RequestCounts;
import dev.plumbline.tasks.assignment.MachineFailure;
import dev.plumbline.tasks.binding.Binder;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.SortedSet;

/**
 * Ends a run. People are told before the end is written, so that a run that is killed in between tells twice rather
 * than never; one that has ended tells nothing more.
 */
public final class ReportTask {

    private final Ledger ledger;
    private final Notices notices;
    private final CommitNotes commits;
    private final Audience audience;
    private final Binder binder;
    private final InstantSource clock;

    /** Creates the task. */
    @Inject
    public ReportTask(
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

    /** Tells how the run went and writes its end; returns the outcome. */
    ReportAnswer report(ReportInput.Report input) {
        Outcome outcome = outcome(input);
        String reason = input.failureOrNull() == null
                ? input.reason()
                : MachineFailure.read(input.failureOrNull()).message();
        Run run = ledger.runs().begin(Run.begins(input.run(), input.trigger(), input.ref(), input.begunAt(), reason));
        if (run.endedAt().isEmpty()) {
            Summary summary = summary(run, outcome, reason);
            commits.note(summary, Console.execution(input.execution()));
            tell(summary);
        }
        ledger.heads().end(input.ref(), input.run(), outcome.good());
        ledger.runs().end(input.run(), outcome, reason, clock.instant());
        return new ReportAnswer(outcome.label(), reason.isEmpty() ? outcome.label() : reason);
    }

    private static Outcome outcome(ReportInput.Report input) {
        return input.outcome().equals("verified")
                ? Outcome.DEPLOYED
                : Outcome.valueOf(input.outcome().toUpperCase(Locale.ROOT));
    }

    private Summary summary(Run run, Outcome outcome, String reason) {
        Instant now = clock.instant();
        RequestCounts requests = ledger.progress().requests(run.id()).values().stream()
                .reduce(RequestCounts.none(), RequestCounts::plus);
        return new Summary(
                audience.organization(),
                run.id(),
                run.trigger(),
                run.commit(),
                outcome,
                reason,
                Duration.between(run.startedAt(), now),
                ledger.progress().lines(run.id()),
                requests);
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
                        environments.size() == 1 ? environments.first() : "all",
                        severity(summary.outcome()),
                        kind));
    }

    private static Notice.Severity severity(Outcome outcome) {
        return switch (outcome) {
            case DEPLOYED, UNCHANGED, OVERTAKEN -> Notice.Severity.INFO;
            case INVALID -> Notice.Severity.WARNING;
            case UNHEALTHY, FAILED, STALLED, SKIPPED -> Notice.Severity.ERROR;
        };
    }
}
