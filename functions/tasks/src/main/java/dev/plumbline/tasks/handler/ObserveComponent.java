package dev.plumbline.tasks.handler;

import dagger.BindsInstance;
import dagger.Component;
import dagger.Module;
import dagger.Provides;
import dev.plumbline.accounts.notices.Notices;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.observe.AlarmNotices;
import dev.plumbline.tasks.observe.HubAccount;
import dev.plumbline.tasks.observe.Metrics;
import dev.plumbline.tasks.observe.Observation;
import dev.plumbline.tasks.observe.ObserveTasks;
import dev.plumbline.tasks.report.Audience;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Everything that the function plumbline-observe consists of. */
@Singleton
@Component(modules = {HubModule.class, CommitModule.class, ObserveComponent.Wiring.class})
interface ObserveComponent {

    TaskFunction function();

    /** Returns what a snapshot is to hold besides. */
    Beside beside();

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
        static Audience audience(Variables variables) {
            return new Audience(
                    variables.required("PLUMBLINE_TOPIC_DEPLOYMENTS"),
                    variables.required("PLUMBLINE_ORGANIZATION_NAME"));
        }

        @Provides
        static AlarmNotices alarms(Notices notices, Binder binder, Variables variables) {
            return new AlarmNotices(
                    notices,
                    binder,
                    variables.required("PLUMBLINE_TOPIC_ALARMS"),
                    variables.required("PLUMBLINE_ORGANIZATION_NAME"));
        }

        @Provides
        static HubAccount hub(Variables variables) {
            return new HubAccount(variables.required("PLUMBLINE_HUB_ACCOUNT"));
        }

        @Provides
        @Singleton
        static TaskFunction function(Binder binder, ObserveTasks tasks) {
            return new TaskFunction(binder, (document, invocation) -> tasks.run(Observation.read(document)));
        }
    }
}
