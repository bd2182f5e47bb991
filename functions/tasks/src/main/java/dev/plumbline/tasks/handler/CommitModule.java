package dev.plumbline.tasks.handler;

import dagger.Module;
import dagger.Provides;
import dev.plumbline.accounts.commits.CommitStatuses;
import dev.plumbline.accounts.commits.PullRequests;
import dev.plumbline.accounts.secrets.Secrets;
import dev.plumbline.tasks.report.CommitNotes;
import dev.plumbline.tasks.report.PlanNotes;
import java.net.URI;
import java.util.Optional;

/** The live repository's provider, for those functions that speak to it. Building it calls nothing. */
@Module
final class CommitModule {

    private CommitModule() {}

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
    static PlanNotes plans(Variables variables, Secrets secrets, CommitNotes commits) {
        String api = variables.optional("PLUMBLINE_STATUS_API");
        String secret = variables.optional("PLUMBLINE_STATUS_SECRET");
        if (api.isEmpty() || secret.isEmpty()) {
            return new PlanNotes(Optional::empty, commits, System.out::println);
        }
        return new PlanNotes(
                () -> PullRequests.of(
                        variables.required("PLUMBLINE_REPOSITORY_ID"),
                        URI.create(variables.required("PLUMBLINE_REPOSITORY")),
                        URI.create(api),
                        () -> secrets.current(secret)),
                commits,
                System.out::println);
    }
}
