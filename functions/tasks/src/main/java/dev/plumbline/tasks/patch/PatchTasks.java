package dev.plumbline.tasks.patch;

import static java.util.Objects.requireNonNull;

import jakarta.inject.Inject;

/** Passes what patch and patch-target ask to the task that does it. */
public final class PatchTasks {

    private final DiscoverTask discover;
    private final LookTask look;
    private final LeaseTasks leases;
    private final StepTasks steps;
    private final WaveTask waves;
    private final ReportTask report;

    /** Creates it with all tasks. */
    @Inject
    PatchTasks(
            DiscoverTask discover,
            LookTask look,
            LeaseTasks leases,
            StepTasks steps,
            WaveTask waves,
            ReportTask report) {
        this.discover = requireNonNull(discover, "discover is null");
        this.look = requireNonNull(look, "look is null");
        this.leases = requireNonNull(leases, "leases is null");
        this.steps = requireNonNull(steps, "steps is null");
        this.waves = requireNonNull(waves, "waves is null");
        this.report = requireNonNull(report, "report is null");
    }

    /** Does what is asked. */
    public PatchAnswer run(PatchInput input) {
        return switch (input) {
            case PatchInput.Discover asked -> discover.discover(asked);
            case PatchInput.LookTarget(PatchAssignment target) -> look.look(target);
            case PatchInput.AcquireLease asked -> leases.acquire(asked);
            case PatchInput.RetakeLease asked -> leases.retake(asked);
            case PatchInput.YieldLease asked -> leases.giveWay(asked);
            case PatchInput.Gate asked -> steps.gate(asked);
            case PatchInput.Apply asked -> steps.apply(asked);
            case PatchInput.Await asked -> steps.await(asked);
            case PatchInput.RecordStep asked -> steps.record(asked);
            case PatchInput.CloseTarget asked -> leases.close(asked);
            case PatchInput.CloseWave asked -> waves.close(asked);
            case PatchInput.Report asked -> report.report(asked);
        };
    }
}
