package dev.plumbline.tasks.handler;

import dagger.BindsInstance;
import dagger.Component;
import dagger.Module;
import dagger.Provides;
import dev.plumbline.estate.blueprint.Blueprints;
import dev.plumbline.estate.read.EstateReader;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.plan.LiveRepository;
import dev.plumbline.tasks.plan.PlanInput;
import dev.plumbline.tasks.plan.PlanTasks;
import jakarta.inject.Singleton;

/** Everything that the function plumbline-plan consists of. */
@Singleton
@Component(modules = {HubModule.class, ScheduleModule.class, PlanComponent.Wiring.class})
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
        static LiveRepository repository(Variables variables) {
            return new LiveRepository(
                    variables.required("PLUMBLINE_REPOSITORY_ID"),
                    variables.required("PLUMBLINE_BRANCH"),
                    variables.required("PLUMBLINE_REPOSITORY"),
                    variables.required("PLUMBLINE_GIT_HOSTS"),
                    variables.optional("PLUMBLINE_GIT_SECRET"),
                    variables.optional("PLUMBLINE_GATE").equals("circleci"));
        }

        @Provides
        @Singleton
        static EstateReader reader() {
            return new EstateReader(Blueprints.builtIn());
        }

        @Provides
        @Singleton
        static TaskFunction function(Binder binder, PlanTasks tasks) {
            return new TaskFunction(
                    binder, (document, invocation) -> tasks.run(binder.bind(document, PlanInput.class), invocation));
        }
    }
}
