package dev.plumbline.tasks.handler;

import dagger.BindsInstance;
import dagger.Component;
import dagger.Module;
import dagger.Provides;
import dev.plumbline.accounts.session.Role;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.plan.PreviewInput;
import dev.plumbline.tasks.plan.PreviewTasks;
import jakarta.inject.Singleton;

/** Everything that the function plumbline-preview consists of. */
@Singleton
@Component(modules = {HubModule.class, RepositoryModule.class, PreviewComponent.Wiring.class})
interface PreviewComponent {

    TaskFunction function();

    /** Returns what takes long to build and can be built beside the rest. */
    Beside beside();

    /** Makes it from the function's variables. */
    @Component.Factory
    interface Factory {
        PreviewComponent create(@BindsInstance Variables variables);
    }

    /** What only this function needs. */
    @Module
    final class Wiring {

        private Wiring() {}

        @Provides
        static Role role() {
            return Role.PREVIEW;
        }

        @Provides
        @Singleton
        static TaskFunction function(Binder binder, PreviewTasks tasks) {
            return new TaskFunction(
                    binder, (document, invocation) -> tasks.run(binder.bind(document, PreviewInput.class), invocation));
        }
    }
}
