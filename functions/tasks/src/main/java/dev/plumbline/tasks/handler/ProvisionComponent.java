package dev.plumbline.tasks.handler;

import dagger.BindsInstance;
import dagger.Component;
import dagger.Module;
import dagger.Provides;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.cost.Costs;
import dev.plumbline.tasks.provision.ProvisionInput;
import dev.plumbline.tasks.provision.ProvisionTasks;
import jakarta.inject.Singleton;

/** Everything that the function plumbline-provision consists of. */
@Singleton
@Component(modules = {HubModule.class, ProvisionComponent.Wiring.class})
interface ProvisionComponent {

    TaskFunction function();

    /** Returns what takes long to build and can be built beside the rest. */
    Beside beside();

    /** Makes it from the function's variables. */
    @Component.Factory
    interface Factory {
        ProvisionComponent create(@BindsInstance Variables variables);
    }

    /** What only this function needs. */
    @Module
    final class Wiring {

        private Wiring() {}

        @Provides
        @Singleton
        static TaskFunction function(Binder binder, ProvisionTasks tasks, Costs costs) {
            return new TaskFunction(binder, (document, invocation) -> {
                ProvisionInput input = binder.bind(document, ProvisionInput.class);
                return costs.counted(input.target().run(), input.target().target(), invocation, () -> tasks.run(input));
            });
        }
    }
}
