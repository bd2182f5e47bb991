package dev.plumbline.tasks.handler;

import dagger.Module;
import dagger.Provides;
import dev.plumbline.estate.blueprint.Blueprints;
import dev.plumbline.estate.read.EstateReader;
import dev.plumbline.tasks.plan.LiveRepository;
import jakarta.inject.Singleton;

/** The live repository, and what reads it. */
@Module
final class RepositoryModule {

    private RepositoryModule() {}

    @Provides
    static LiveRepository repository(Variables variables) {
        return new LiveRepository(
                variables.required("PLUMBLINE_REPOSITORY_ID"),
                variables.required("PLUMBLINE_BRANCH"),
                variables.required("PLUMBLINE_REPOSITORY"),
                variables.required("PLUMBLINE_GIT_HOSTS"),
                variables.optional("PLUMBLINE_GIT_SECRET"),
                variables.optional("PLUMBLINE_GATE").equals("circleci"));
    }

    @Provides
    @Singleton
    static EstateReader reader() {
        return new EstateReader(Blueprints.builtIn());
    }
}
