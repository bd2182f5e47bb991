package dev.plumbline.tasks.handler;

import dagger.BindsInstance;
import dagger.Component;
import dagger.Module;
import dagger.Provides;
import dev.plumbline.accounts.callers.Callers;
import dev.plumbline.accounts.session.Sessions;
import dev.plumbline.tasks.approve.ApproveInput;
import dev.plumbline.tasks.approve.Approvers;
import dev.plumbline.tasks.approve.CaseTask;
import dev.plumbline.tasks.approve.DecideTask;
import dev.plumbline.tasks.binding.Binder;
import jakarta.inject.Singleton;

/** Everything that the function plumbline-approve consists of. */
@Singleton
@Component(modules = {HubModule.class, ApproveComponent.Wiring.class})
interface ApproveComponent {

    TaskFunction function();

    /** Returns what a snapshot is to hold besides. */
    Beside beside();

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
        static Approvers.Home home(Variables variables) {
            return new Approvers.Home(
                    variables.required("PLUMBLINE_BRANCH"), variables.required("PLUMBLINE_HUB_ACCOUNT"));
        }

        @Provides
        @Singleton
        static TaskFunction function(Binder binder, DecideTask stacks, CaseTask cases) {
            return new TaskFunction(
                    binder, (document, invocation) -> switch (binder.bind(document, ApproveInput.class)) {
                        case ApproveInput.Decide decide -> stacks.decide(decide);
                        case ApproveInput.DecideCase decide -> cases.decide(decide);
                    });
        }

        @Provides
        static CaseTask.RemediateMachine machine(Variables variables) {
            return new CaseTask.RemediateMachine(variables.required("PLUMBLINE_REMEDIATE"));
        }
    }
}
