package dev.plumbline.tasks.handler;

import dagger.BindsInstance;
import dagger.Component;
import dagger.Module;
import dagger.Provides;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.observe.Metrics;
import dev.plumbline.tasks.observe.Observation;
import dev.plumbline.tasks.observe.ObserveTasks;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Everything that the function plumbline-observe consists of. */
@Singleton
@Component(modules = {HubModule.class, ObserveComponent.Wiring.class})
interface ObserveComponent {

    TaskFunction function();

    /** Makes it from the function's variables. */
    @Component.Factory
    interface Factory {
        ObserveComponent create(@BindsInstance Variables variables);
    }

    /** What only this function needs. */
    @Module
    final class Wiring {

        private Wiring() {}

        @Provides
        static Metrics metrics(InstantSource clock) {
            return new Metrics(clock, System.out::println);
        }

        @Provides
        @Singleton
        static TaskFunction function(Binder binder, ObserveTasks tasks) {
            return new TaskFunction(binder, (document, invocation) -> tasks.run(Observation.read(document)));
        }
    }
}
