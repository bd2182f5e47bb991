package dev.plumbline.tasks.handler;

import dagger.BindsInstance;
import dagger.Component;
import dagger.Module;
import dagger.Provides;
import dev.plumbline.accounts.schedules.Schedules;
import dev.plumbline.accounts.session.Sessions;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.schedule.ScheduleInput;
import dev.plumbline.tasks.schedule.ScheduleTasks;
import jakarta.inject.Singleton;

/** Everything that the function plumbline-schedule consists of. */
@Singleton
@Component(modules = {HubModule.class, ScheduleModule.class, ScheduleComponent.Wiring.class})
interface ScheduleComponent {

    TaskFunction function();

    /** Returns what takes long to build and can be built beside the rest. */
    Beside beside();

    /** Makes it from the function's variables. */
    @Component.Factory
    interface Factory {
        ScheduleComponent create(@BindsInstance Variables variables);
    }

    /** What only this function needs. */
    @Module
    final class Wiring {

        private Wiring() {}

        @Provides
        @Singleton
        static Schedules schedules(Sessions sessions, Variables variables) {
            return Schedules.in(
                    sessions.hub(),
                    variables.required("PLUMBLINE_SCHEDULE_GROUP"),
                    variables.required("PLUMBLINE_SCHEDULE_ROLE"));
        }

        @Provides
        @Singleton
        static TaskFunction function(Binder binder, ScheduleTasks tasks) {
            return new TaskFunction(
                    binder, (document, invocation) -> tasks.run(binder.bind(document, ScheduleInput.class)));
        }
    }
}
