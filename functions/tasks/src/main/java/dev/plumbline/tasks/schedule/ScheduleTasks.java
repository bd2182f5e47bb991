package dev.plumbline.tasks.schedule;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.accounts.schedules.ScheduledStart;
import dev.plumbline.accounts.schedules.Schedules;
import dev.plumbline.estate.Schedule;
import dev.plumbline.estate.plan.PlanJson;
import dev.plumbline.failure.Stalled;
import jakarta.inject.Inject;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Makes the schedules what a plan says: all of their group are ours, so what no plan names is removed. */
public final class ScheduleTasks {

    private final Bucket bucket;
    private final Schedules schedules;
    private final Starts starts;

    /** Creates the tasks. */
    @Inject
    public ScheduleTasks(Bucket bucket, Schedules schedules, Starts starts) {
        this.bucket = requireNonNull(bucket, "bucket is null");
        this.schedules = requireNonNull(schedules, "schedules is null");
        this.starts = requireNonNull(starts, "starts is null");
    }

    /** Does what is asked. */
    public ScheduleAnswer run(ScheduleInput input) {
        return switch (input) {
            case ScheduleInput.ApplySchedules apply -> apply(apply);
        };
    }

    private ScheduleAnswer apply(ScheduleInput.ApplySchedules input) {
        List<Schedule> declared = bucket.get(input.key())
                .map(PlanJson::readPlan)
                .orElseThrow(() -> new Stalled(
                        "The plan " + input.key() + " is gone from the bucket. Start a new run: plumbline reconcile."))
                .schedules();
        SortedSet<String> there = new TreeSet<>(schedules.names());
        int made = 0;
        int changed = 0;
        for (ScheduledStart wanted : starts.of(declared)) {
            if (!there.remove(wanted.name())) {
                schedules.create(wanted);
                made++;
            } else if (!schedules.holds(wanted)) {
                schedules.update(wanted);
                changed++;
            }
        }
        there.forEach(schedules::delete);
        return new ScheduleAnswer(starts.digest(declared), made, changed, there.size());
    }
}
