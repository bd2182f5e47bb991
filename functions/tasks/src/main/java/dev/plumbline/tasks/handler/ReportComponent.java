package dev.plumbline.tasks.handler;

import dagger.BindsInstance;
import dagger.Component;
import dagger.Module;
import dagger.Provides;
import dev.plumbline.accounts.commits.CommitStatuses;
import dev.plumbline.accounts.secrets.Secrets;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.report.Audience;
import dev.plumbline.tasks.report.CommitNotes;
import dev.plumbline.tasks.report.ReportInput;
import dev.plumbline.tasks.report.ReportTasks;
import dev.plumbline.tasks.report.TargetMachine;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;

/** Everything that the function plumbline-report consists of. */
@Singleton
@Component(modules = {HubModule.class, ReportComponent.Wiring.class})
interface ReportComponent {

    TaskFunction function();

    /** Makes it from the function's variables. */
    @Component.Factory
    interface Factory {
        ReportComponent create(@BindsInstance Variables variables);
    }

    /** What only this function needs. */
    @Module
    final class Wiring {

        private Wiring() {}

        @Provides
        static Audience audience(Variables variables) {
            return new Audience(
                    variables.required("PLUMBLINE_TOPIC_DEPLOYMENTS"),
                    variables.required("PLUMBLINE_ORGANIZATION_NAME"));
        }

        @Provides
        static CommitNotes commits(Variables variables, Secrets secrets) {
            String api = variables.optional("PLUMBLINE_STATUS_API");
            String secret = variables.optional("PLUMBLINE_STATUS_SECRET");
            if (api.isEmpty() || secret.isEmpty()) {
                return new CommitNotes(Optional::empty, System.out::println);
            }
            // Not before it is used: what is wrong with the configuration must not keep runs from ending.
            return new CommitNotes(
                    () -> Optional.of(CommitStatuses.of(
                            variables.required("PLUMBLINE_REPOSITORY_ID"),
                            URI.create(variables.required("PLUMBLINE_REPOSITORY")),
                            URI.create(api),
                            () -> secrets.current(secret))),
                    System.out::println);
        }

        @Provides
        static TargetMachine machine(Variables variables) {
            return TargetMachine.beside(variables.required("PLUMBLINE_RECONCILE"));
        }

        @Provides
        @Singleton
        static TaskFunction function(Binder binder, ReportTasks tasks) {
            return new TaskFunction(
                    binder, (document, invocation) -> tasks.run(binder.bind(document, ReportInput.class)));
        }
    }
}
