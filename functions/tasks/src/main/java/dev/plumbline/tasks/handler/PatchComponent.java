package dev.plumbline.tasks.handler;

import dagger.BindsInstance;
import dagger.Component;
import dagger.Module;
import dagger.Provides;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.directory.Branch;
import dev.plumbline.tasks.patch.PatchAudience;
import dev.plumbline.tasks.patch.PatchInput;
import dev.plumbline.tasks.patch.PatchTasks;
import dev.plumbline.tasks.wave.TargetMachine;
import jakarta.inject.Singleton;

/** Everything that the function plumbline-patch consists of. */
@Singleton
@Component(modules = {HubModule.class, PatchComponent.Wiring.class})
interface PatchComponent {

    TaskFunction function();

    /** Returns what takes long to build and can be built beside the rest. */
    Beside beside();

    /** Makes it from the function's variables. */
    @Component.Factory
    interface Factory {
        PatchComponent create(@BindsInstance Variables variables);
    }

    /** What only this function needs. */
    @Module
    final class Wiring {

        private Wiring() {}

        @Provides
        static PatchAudience audience(Variables variables) {
            return new PatchAudience(
                    variables.required("PLUMBLINE_TOPIC_PATCHING"), variables.required("PLUMBLINE_ORGANIZATION_NAME"));
        }

        @Provides
        static Branch branch(Variables variables) {
            return new Branch(variables.required("PLUMBLINE_REPOSITORY_ID"), variables.required("PLUMBLINE_BRANCH"));
        }

        @Provides
        static TargetMachine machine(Variables variables) {
            return new TargetMachine(variables.required("PLUMBLINE_PATCH_TARGET"));
        }

        @Provides
        @Singleton
        static TaskFunction function(Binder binder, PatchTasks tasks) {
            return new TaskFunction(
                    binder, (document, invocation) -> tasks.run(binder.bind(document, PatchInput.class)));
        }
    }
}
