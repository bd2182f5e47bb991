package dev.plumbline.tasks.report;

import static java.util.Objects.requireNonNull;

import jakarta.inject.Inject;

/** Passes what the machines ask to the task that does it. */
public final class ReportTasks {

    private final WaveTask waves;
    private final ReportTask reports;
    private final PlanTellingTask plans;

    /** Creates it with all tasks. */
    @Inject
    public ReportTasks(WaveTask waves, ReportTask reports, PlanTellingTask plans) {
        this.waves = requireNonNull(waves, "waves is null");
        this.reports = requireNonNull(reports, "reports is null");
        this.plans = requireNonNull(plans, "plans is null");
    }

    /** Does what is asked. */
    public ReportAnswer run(ReportInput input) {
        return switch (input) {
            case ReportInput.Announce announce -> reports.announce(announce);
            case ReportInput.CloseWave close -> waves.close(close);
            case ReportInput.Report report -> reports.report(report);
            case ReportInput.AnnouncePlan announce -> plans.announce(announce);
            case ReportInput.TellPlan tell -> plans.tell(tell);
        };
    }
}
