package dev.plumbline.tasks.handler;

import dagger.BindsInstance;
import dagger.Component;
import dagger.Module;
import dagger.Provides;
import dev.plumbline.accounts.notices.Notices;
import dev.plumbline.tasks.approve.QuestionNotices;
import dev.plumbline.tasks.approve.QuestionTeller;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.report.Audience;
import dev.plumbline.tasks.report.DriftNotices;
import dev.plumbline.tasks.report.DriftTopic;
import dev.plumbline.tasks.report.ReportInput;
import dev.plumbline.tasks.report.ReportTasks;
import dev.plumbline.tasks.wave.TargetMachine;
import jakarta.inject.Singleton;

/** Everything that the function plumbline-report consists of. */
@Singleton
@Component(modules = {HubModule.class, CommitModule.class, ReportComponent.Wiring.class})
interface ReportComponent {

    TaskFunction function();

    /** Returns what takes long to build and can be built beside the rest. */
    Beside beside();

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
        static QuestionTeller questions(Notices notices, Audience audience, Binder binder, DriftNotices drifts) {
            QuestionTeller changes =
                    new QuestionNotices(notices, audience.deploymentsTopic(), audience.organization(), binder);
            return question -> (question.drift().isEmpty() ? changes : drifts).tell(question);
        }

        @Provides
        static DriftTopic driftTopic(Variables variables) {
            return new DriftTopic(variables.required("PLUMBLINE_TOPIC_DRIFT"));
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
