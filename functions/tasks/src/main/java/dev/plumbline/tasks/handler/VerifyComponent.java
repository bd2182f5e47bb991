package dev.plumbline.tasks.handler;

import dagger.BindsInstance;
import dagger.Component;
import dagger.Module;
import dagger.Provides;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.cost.Costs;
import dev.plumbline.tasks.verify.VerifyInput;
import dev.plumbline.tasks.verify.VerifyTasks;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/** Everything that the function plumbline-verify consists of. */
@Singleton
@Component(modules = {HubModule.class, VerifyComponent.Wiring.class})
interface VerifyComponent {

    TaskFunction function();

    /** Returns what takes long to build and can be built beside the rest. */
    Beside beside();

    /** Makes it from the function's variables. */
    @Component.Factory
    interface Factory {
        VerifyComponent create(@BindsInstance Variables variables);
    }

    /** What only this function needs. */
    @Module
    final class Wiring {

        private Wiring() {}

        @Provides
        @Singleton
        static TaskFunction function(Binder binder, VerifyTasks tasks, Costs costs) {
            return new TaskFunction(binder, (document, invocation) -> {
                VerifyInput input = binder.bind(document, VerifyInput.class);
                Supplier<Object> verify = () -> tasks.run(input);
                // What a person asks for belongs to no run.
                return input.run()
                        .map(run -> costs.counted(run, input.key(), invocation, verify))
                        .orElseGet(verify);
            });
        }
    }
}
