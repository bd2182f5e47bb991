package dev.plumbline.tasks.handler;

import dagger.BindsInstance;
import dagger.Component;
import dagger.Module;
import dagger.Provides;
import dev.plumbline.accounts.session.Role;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.plan.PlanInput;
import dev.plumbline.tasks.plan.PlanTasks;
import jakarta.inject.Singleton;

/** Everything that the function plumbline-plan consists of. */
@Singleton
@Component(modules = {HubModule.class, RepositoryModule.class, ScheduleModule.class, PlanComponent.Wiring.class})
interface PlanComponent {

    TaskFunction function();

    /** Returns what takes long to build and can be built beside the rest. */
    Beside beside();

    /** Makes it from the function's variables. */
    @Component.Factory
    interface Factory {
        PlanComponent create(@BindsInstance Variables variables);
    }

    /** What only this function needs. */
    @Module
    final class Wiring {

        private Wiring() {}

        @Provides
        static Role role() {
            return Role.PLAN;
        }

        @Provides
        @Singleton
        static TaskFunction function(Binder binder, PlanTasks tasks) {
            return new TaskFunction(
                    binder, (document, invocation) -> tasks.run(binder.bind(document, PlanInput.class)));
        }
    }
}
