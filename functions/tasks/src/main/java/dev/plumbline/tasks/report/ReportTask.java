package dev.plumbline.tasks.report;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Run;
import dev.plumbline.tasks.approve.AskTasks;
import dev.plumbline.tasks.assignment.MachineFailure;
import dev.plumbline.tasks.console.Console;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.Locale;

/**
 * Ends a run. People are told before the end is written, so that a run that is killed in between tells twice rather
 * than never; one that has ended tells nothing more.
 */
public final class ReportTask {

    private final Ledger ledger;
    private final RunNotices notices;
    private final CommitNotes commits;
    private final AskTasks questions;
    private final InstantSource clock;

    /** Creates the task. */
    @Inject
    public ReportTask(Ledger ledger, RunNotices notices, CommitNotes commits, AskTasks questions, InstantSource clock) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.notices = requireNonNull(notices, "notices is null");
        this.commits = requireNonNull(commits, "commits is null");
        this.questions = requireNonNull(questions, "questions is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Says beside the commit that its run is on its way; nothing where it has ended meanwhile. */
    ReportAnswer announce(ReportInput.Announce input) {
        ledger.runs()
                .find(input.run())
                .filter(run -> run.endedAt().isEmpty())
                .ifPresent(run -> commits.begin(run, Console.execution(input.execution())));
        return new ReportAnswer("announced", "");
    }

    /** Tells how the run went and writes its end; returns the outcome. */
    ReportAnswer report(ReportInput.Report input) {
        Outcome outcome = outcome(input);
        String reason = input.failureOrNull() == null
                ? input.reason()
                : MachineFailure.read(input.failureOrNull()).message();
        Run run = ledger.runs().begin(Run.begins(input.run(), input.trigger(), input.ref(), input.begunAt(), reason));
        questions.end(input.run());
        if (run.endedAt().isEmpty()) {
            notices.tell(run, outcome, reason, Console.execution(input.execution()));
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
}
