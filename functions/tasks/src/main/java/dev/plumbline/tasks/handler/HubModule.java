package dev.plumbline.tasks.handler;

import dagger.Module;
import dagger.Provides;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.notices.Notices;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.accounts.secrets.Secrets;
import dev.plumbline.accounts.session.Configuration;
import dev.plumbline.accounts.session.Sessions;
import dev.plumbline.accounts.workflows.Workflows;
import dev.plumbline.tasks.binding.Binder;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** What every function has in the hub. Building it calls nothing. */
@Module
final class HubModule {

    private HubModule() {}

    @Provides
    @Singleton
    static Sessions sessions(Variables variables) {
        return new Sessions(Configuration.from(variables.all()));
    }

    @Provides
    @Singleton
    static Ledger ledger(Sessions sessions, Variables variables) {
        return Ledger.in(sessions.hub(), variables.required("PLUMBLINE_TABLE"));
    }

    @Provides
    @Singleton
    static Bucket bucket(Sessions sessions, Variables variables) {
        return Bucket.in(sessions.hub(), variables.required("PLUMBLINE_BUCKET"));
    }

    @Provides
    @Singleton
    static Workflows workflows(Sessions sessions) {
        return Workflows.in(sessions.hub());
    }

    @Provides
    @Singleton
    static Notices notices(Sessions sessions) {
        return Notices.in(sessions.hub());
    }

    @Provides
    @Singleton
    static Secrets secrets(Sessions sessions) {
        return Secrets.in(sessions.hub());
    }

    @Provides
    @Singleton
    static Binder binder() {
        return new Binder();
    }

    @Provides
    static InstantSource clock() {
        return InstantSource.system();
    }
}
