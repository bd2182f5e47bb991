package dev.plumbline.tasks.directory;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.accounts.ledger.Estates;
import dev.plumbline.accounts.ledger.Head;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.failure.Stalled;
import dev.plumbline.tasks.binding.Binder;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The newest directory of a branch. It never changes once it is written, so the one read last is kept. */
@Singleton
public final class Directories {

    private final Ledger ledger;
    private final Bucket bucket;
    private final Binder binder;
    private final AtomicReference<@Nullable Directory> kept = new AtomicReference<>();

    /** Creates the keeper of directories. */
    @Inject
    public Directories(Ledger ledger, Bucket bucket, Binder binder) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.bucket = requireNonNull(bucket, "bucket is null");
        this.binder = requireNonNull(binder, "binder is null");
    }

    /** Writes the directory of an estate that was read under a head; one read under an older head is not pointed to. */
    public void write(Head head, Directory directory) {
        String key = "estate/" + directory.commit() + ".json";
        JsonNode document = binder.tree(directory);
        bucket.putJson(key, document);
        kept.set(directory);
        ledger.estates().read(head.ref(), new Estates.Known(directory.commit(), head.version(), key));
    }

    /**
     * Returns the newest directory of a branch.
     *
     * @throws Stalled where no valid commit of it was ever planned
     */
    public Directory newest(String ref) {
        Estates.Known known = ledger.estates()
                .newest(ref)
                .orElseThrow(
                        () -> new Stalled(
                                "Nothing is known of the estate yet: push the live repository, or start `plumbline reconcile`."));
        return read(known)
                .orElseThrow(() -> new Stalled("The bucket has lost " + known.key()
                        + ": start `plumbline reconcile`, which writes it again."));
    }

    /** Returns the newest directory of a branch, or nothing where no valid commit of it was planned or it is lost. */
    public Optional<Directory> find(String ref) {
        return ledger.estates().newest(ref).flatMap(this::read);
    }

    private Optional<Directory> read(Estates.Known known) {
        Directory held = kept.get();
        if (held != null && held.commit().equals(known.commit())) {
            return Optional.of(held);
        }
        Optional<Directory> read = bucket.getJson(known.key()).map(document -> binder.read(document, Directory.class));
        read.ifPresent(kept::set);
        return read;
    }
}
