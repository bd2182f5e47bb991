package dev.plumbline.tasks.handler;

import static java.util.Objects.requireNonNull;

import dagger.Lazy;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.accounts.resources.Resources;
import dev.plumbline.accounts.session.Sessions;
import dev.plumbline.accounts.stacks.Stacks;
import jakarta.inject.Inject;

/**
 * What {@link Preparation} builds on its own thread. Each is a singleton of the component, so that whoever comes second
 * waits for it and does not build it again; building one calls nothing.
 */
final class Beside {

    private final Lazy<Bucket> bucket;
    private final Lazy<Sessions> sessions;

    @Inject
    Beside(Lazy<Bucket> bucket, Lazy<Sessions> sessions) {
        this.bucket = requireNonNull(bucket, "bucket is null");
        this.sessions = requireNonNull(sessions, "sessions is null");
    }

    /** Builds the client of the hub's bucket. */
    void bucket() {
        bucket.get();
    }

    /** Loads the clients that a function has in an account. */
    void account() {
        Stacks.in(sessions.get().hub());
        Resources.in(sessions.get().hub());
    }
}
