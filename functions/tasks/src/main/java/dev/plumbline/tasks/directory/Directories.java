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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The directories of a branch: of its newest commit, and what is known of that by the rules that are deployed. None
 * changes once it is written, so those read last are kept.
 */
@Singleton
public final class Directories {

    private static final int MOST_KEPT = 4;

    private final Ledger ledger;
    private final Bucket bucket;
    private final Binder binder;
    private final Map<String, Directory> kept = new ConcurrentHashMap<>();

    /** Creates the keeper of directories. */
    @Inject
    public Directories(Ledger ledger, Bucket bucket, Binder binder) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.bucket = requireNonNull(bucket, "bucket is null");
        this.binder = requireNonNull(binder, "binder is null");
    }

    /** Writes the directory of an estate that was read under a head; one read under an older head is not pointed to. */
    public void write(Head head, Directory directory) {
        String key = key(directory.commit());
        JsonNode document = binder.tree(directory);
        bucket.putJson(key, document);
        keep(directory);
        ledger.estates().read(head.ref(), new Estates.Known(directory.commit(), head.version(), key));
    }

    /**
     * Returns the newest directory of a branch.
     *
     * @throws Stalled where no valid commit of it was ever planned
     */
    private Directory newest(String ref) {
        Estates.Known known = ledger.estates()
                .newest(ref)
                .orElseThrow(
                        () -> new Stalled(
                                "Nothing is known of the estate yet: push the live repository, or start `plumbline reconcile`."));
        return read(known.commit(), known.key())
                .orElseThrow(() -> new Stalled("The bucket has lost " + known.key()
                        + ": start `plumbline reconcile`, which writes it again."));
    }

    /**
     * Returns what is known of a branch by the rules that are deployed: a commit that nobody has deployed says nothing
     * of what is done about findings, nor of what is patched, when, and in which order.
     *
     * @throws Stalled where no valid commit of it was ever planned
     */
    public Directory deployed(String ref) {
        Directory newest = newest(ref);
        String everywhere = ledger.heads().read(ref).everywhere();
        if (everywhere.equals(newest.commit())) {
            return newest;
        }
        return newest.ruledBy(
                everywhere.isEmpty() ? null : read(everywhere, key(everywhere)).orElse(null));
    }

    /** Returns the newest directory of a branch, or nothing where no valid commit of it was planned or it is lost. */
    public Optional<Directory> find(String ref) {
        return ledger.estates().newest(ref).flatMap(known -> read(known.commit(), known.key()));
    }

    private Optional<Directory> read(String commit, String key) {
        Directory held = kept.get(commit);
        if (held != null) {
            return Optional.of(held);
        }
        Optional<Directory> read = bucket.getJson(key).map(document -> binder.read(document, Directory.class));
        read.ifPresent(this::keep);
        return read;
    }

    private void keep(Directory directory) {
        if (kept.size() > MOST_KEPT) {
            kept.clear();
        }
        kept.put(directory.commit(), directory);
    }

    private static String key(String commit) {
        return "estate/" + commit + ".json";
    }
}
