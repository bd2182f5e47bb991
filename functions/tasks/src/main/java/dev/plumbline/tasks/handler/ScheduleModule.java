package dev.plumbline.tasks.handler;

import dagger.Module;
import dagger.Provides;
import dev.plumbline.tasks.schedule.Starts;

/** What schedules start, for who makes them and who compares them. */
@Module
final class ScheduleModule {

    private ScheduleModule() {}

    @Provides
    static Starts starts(Variables variables) {
        return new Starts(
                variables.required("PLUMBLINE_REPOSITORY_ID"),
                variables.required("PLUMBLINE_BRANCH"),
                variables.required("PLUMBLINE_RECONCILE"),
                variables.required("PLUMBLINE_PATCH"));
    }
}
