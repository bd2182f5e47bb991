package dev.plumbline.tasks.report;

import static java.util.Objects.requireNonNull;

import dev.plumbline.tasks.approve.AskTasks;
import jakarta.inject.Inject;

/** Passes what a state machine asks to the task that does it. */
public final class ReportTasks {

    private final WaveTask waves;
    private final ReportTask reports;
    private final AskTasks questions;
    private final PlanTellingTask plans;

    /** Creates it with all tasks. */
    @Inject
    public ReportTasks(WaveTask waves, ReportTask reports, AskTasks questions, PlanTellingTask plans) {
        this.waves = requireNonNull(waves, "waves is null");
        this.reports = requireNonNull(reports, "reports is null");
        this.questions = requireNonNull(questions, "questions is null");
        this.plans = requireNonNull(plans, "plans is null");
    }

    /** Does what is asked; returns what becomes JSON. */
    public Object run(ReportInput input) {
        return switch (input) {
            case ReportInput.Announce announce -> reports.announce(announce);
            case ReportInput.CloseWave close -> waves.close(close);
            case ReportInput.Ask ask -> questions.ask(ask.target(), ask.stack(), ask.question());
            case ReportInput.Approve approve ->
                questions.await(approve.target(), approve.stack(), approve.digest(), approve.token());
            case ReportInput.Report report -> reports.report(report);
            case ReportInput.AnnouncePlan announce -> plans.announce(announce);
            case ReportInput.TellPlan tell -> plans.tell(tell);
        };
    }
}
