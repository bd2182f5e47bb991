package dev.plumbline.tasks.handler;

import dagger.BindsInstance;
import dagger.Component;
import dagger.Module;
import dagger.Provides;
import dev.plumbline.tasks.approve.CaseTask;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.directory.Branch;
import dev.plumbline.tasks.remediate.FindingsAudience;
import dev.plumbline.tasks.remediate.RemediateInput;
import dev.plumbline.tasks.remediate.RemediateTasks;
import jakarta.inject.Singleton;

/** Everything that the function plumbline-remediate consists of. */
@Singleton
@Component(modules = {HubModule.class, RemediateComponent.Wiring.class})
interface RemediateComponent {

    TaskFunction function();

    /** Returns what takes long to build and can be built beside the rest. */
    Beside beside();

    /** Makes it from the function's variables. */
    @Component.Factory
    interface Factory {
        RemediateComponent create(@BindsInstance Variables variables);
    }

    /** What only this function needs. */
    @Module
    final class Wiring {

        private Wiring() {}

        @Provides
        static FindingsAudience audience(Variables variables) {
            return new FindingsAudience(
                    variables.required("PLUMBLINE_TOPIC_FINDINGS"), variables.required("PLUMBLINE_ORGANIZATION_NAME"));
        }

        @Provides
        static CaseTask.RemediateMachine machine(Variables variables) {
            return new CaseTask.RemediateMachine(variables.required("PLUMBLINE_REMEDIATE"));
        }

        @Provides
        static Branch branch(Variables variables) {
            return new Branch(variables.required("PLUMBLINE_REPOSITORY_ID"), variables.required("PLUMBLINE_BRANCH"));
        }

        @Provides
        @Singleton
        static TaskFunction function(Binder binder, RemediateTasks tasks) {
            return new TaskFunction(
                    binder, (document, invocation) -> tasks.run(binder.bind(document, RemediateInput.class)));
        }
    }
}
