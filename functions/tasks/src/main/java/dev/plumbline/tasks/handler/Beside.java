package dev.plumbline.tasks.handler;

import static java.util.Objects.requireNonNull;

import dagger.Lazy;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.accounts.resources.Resources;
import dev.plumbline.accounts.session.Sessions;
import dev.plumbline.accounts.stacks.Stacks;
import dev.plumbline.failure.Failure;
import jakarta.inject.Inject;

/**
 * What {@link Preparation} builds on its own thread. Each is a singleton of the component, so that whoever comes second
 * waits for it and does not build it again; building one calls nothing.
 */
final class Beside {

    private final Lazy<Bucket> bucket;
    private final Lazy<Sessions> sessions;
    private final Lazy<Ledger> ledger;

    @Inject
    Beside(Lazy<Bucket> bucket, Lazy<Sessions> sessions, Lazy<Ledger> ledger) {
        this.bucket = requireNonNull(bucket, "bucket is null");
        this.sessions = requireNonNull(sessions, "sessions is null");
        this.ledger = requireNonNull(ledger, "ledger is null");
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

    /**
     * Reads in the ledger what is not there. It loads what any request takes, and is for before a snapshot only.
     *
     * @throws Failure where the ledger cannot be read
     */
    void rehearse() {
        ledger.get().runs().find("rehearsal");
    }
}
