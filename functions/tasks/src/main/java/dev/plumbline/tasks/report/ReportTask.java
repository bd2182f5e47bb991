package dev.plumbline.tasks.report;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.DriftState;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Run;
import dev.plumbline.tasks.approve.AskTasks;
import dev.plumbline.tasks.approve.Overtaken;
import dev.plumbline.tasks.console.Console;
import jakarta.inject.Inject;
import java.time.InstantSource;

/**
 * Ends a run. People are told before the end is written, so that a run that is killed in between tells twice rather
 * than never; one that has ended tells nothing more.
 */
public final class ReportTask {

    private final Ledger ledger;
    private final RunNotices notices;
    private final DriftNotices drifts;
    private final CommitNotes commits;
    private final AskTasks questions;
    private final Overtaken overtaken;
    private final InstantSource clock;

    /** Creates the task. */
    @Inject
    public ReportTask(
            Ledger ledger,
            RunNotices notices,
            DriftNotices drifts,
            CommitNotes commits,
            AskTasks questions,
            Overtaken overtaken,
            InstantSource clock) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.notices = requireNonNull(notices, "notices is null");
        this.drifts = requireNonNull(drifts, "drifts is null");
        this.commits = requireNonNull(commits, "commits is null");
        this.questions = requireNonNull(questions, "questions is null");
        this.overtaken = requireNonNull(overtaken, "overtaken is null");
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
        String reason = input.told();
        if (input.quiet()
                && outcome == Outcome.UNCHANGED
                && ledger.runs().find(input.run()).isEmpty()) {
            return new ReportAnswer(outcome.label(), reason);
        }
        Run run = ledger.runs().begin(Run.begins(input.run(), input.trigger(), input.ref(), input.begunAt(), reason));
        questions.end(input.run());
        if (run.endedAt().isEmpty()) {
            drifts.tell(run);
            if (!input.quiet() || outcome != Outcome.UNCHANGED) {
                notices.tell(run, outcome, reason, Console.execution(input.execution()));
            }
        }
        end(input, run, outcome);
        if (!input.scheduled().isEmpty()) {
            ledger.heads().scheduled(input.ref(), input.scheduled());
        }
        ledger.runs().end(input.run(), outcome, reason, clock.instant());
        overtaken.sweep(input.ref());
        return new ReportAnswer(outcome.label(), reason.isEmpty() ? outcome.label() : reason);
    }

    /** A run that reconciles each target at its own revision holds no head. */
    private void end(ReportInput.Report input, Run run, Outcome outcome) {
        if (input.standing()) {
            return;
        }
        if (outcome.good() && !run.commit().isEmpty()) {
            ledger.heads().deployedEverywhere(input.ref(), input.run(), run.commit(), clock.instant());
            return;
        }
        boolean held = ledger.heads().end(input.ref(), input.run(), outcome.good());
        if (!held && !outcome.good() && outcome != Outcome.OVERTAKEN) {
            ledger.heads().endUnclaimed(input.ref(), input.run());
        }
    }

    private Outcome outcome(ReportInput.Report input) {
        if (!input.outcome().equals("verified")) {
            return Outcome.of(input.outcome());
        }
        return input.standing() && onlyLooked(input.run()) ? Outcome.UNCHANGED : Outcome.DEPLOYED;
    }

    private boolean onlyLooked(String run) {
        return ledger.progress().lines(run).stream()
                        .allMatch(line -> line.action().equals("none"))
                && ledger.drifts().ofRun(run).stream().noneMatch(record -> record.state() == DriftState.REVERTED);
    }
}
