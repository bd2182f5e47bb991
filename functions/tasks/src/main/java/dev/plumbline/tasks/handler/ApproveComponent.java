package dev.plumbline.tasks.handler;

import dagger.BindsInstance;
import dagger.Component;
import dagger.Module;
import dagger.Provides;
import dev.plumbline.accounts.callers.Callers;
import dev.plumbline.accounts.session.Sessions;
import dev.plumbline.tasks.approve.ApproveInput;
import dev.plumbline.tasks.approve.DecideTask;
import dev.plumbline.tasks.binding.Binder;
import jakarta.inject.Singleton;

/** Everything that the function plumbline-approve consists of. */
@Singleton
@Component(modules = {HubModule.class, ApproveComponent.Wiring.class})
interface ApproveComponent {

    TaskFunction function();

    /** Makes it from the function's variables. */
    @Component.Factory
    interface Factory {
        ApproveComponent create(@BindsInstance Variables variables);
    }

    /** What only this function needs. */
    @Module
    final class Wiring {

        private Wiring() {}

        @Provides
        static Callers callers(Sessions sessions) {
            return Callers.in(sessions.hub());
        }

        @Provides
        @Singleton
        static TaskFunction function(Binder binder, DecideTask task) {
            return new TaskFunction(
                    binder, (document, invocation) -> task.run(binder.bind(document, ApproveInput.class)));
        }
    }
}
