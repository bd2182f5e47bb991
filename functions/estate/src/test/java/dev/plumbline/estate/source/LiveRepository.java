package dev.plumbline.estate.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.lib.TreeFormatter;

/** A bare repository on disk, written object by object, so that it may hold what no checkout could. */
final class LiveRepository implements AutoCloseable {

    private final FileRepository repository;

    LiveRepository(Path folder, boolean filters) throws IOException {
        repository = new FileRepository(folder.toFile());
        repository.create(true);
        StoredConfig config = repository.getConfig();
        config.setBoolean("uploadpack", null, "allowFilter", filters);
        config.save();
    }

    /** An entry of a tree; each character of the name is one byte of it. */
    record Entry(String name, FileMode mode, ObjectId id) {

        static Entry of(String name, FileMode mode, ObjectId id) {
            return new Entry(new String(name.getBytes(UTF_8), ISO_8859_1), mode, id);
        }
    }

    Entry file(String name, String content) throws IOException {
        return Entry.of(name, FileMode.REGULAR_FILE, blob(content.getBytes(UTF_8)));
    }

    Entry folder(String name, Entry... entries) throws IOException {
        return Entry.of(name, FileMode.TREE, tree(entries));
    }

    ObjectId blob(byte[] content) throws IOException {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId id = inserter.insert(Constants.OBJ_BLOB, content);
            inserter.flush();
            return id;
        }
    }

    ObjectId tree(Entry... entries) throws IOException {
        List<Entry> sorted = new ArrayList<>(List.of(entries));
        sorted.sort(Comparator.comparing(Entry::name));
        TreeFormatter formatter = new TreeFormatter();
        for (Entry entry : sorted) {
            byte[] name = entry.name().getBytes(ISO_8859_1);
            formatter.append(name, 0, name.length, entry.mode(), entry.id(), true);
        }
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId id = inserter.insert(formatter);
            inserter.flush();
            return id;
        }
    }

    /** Commits a tree on {@code main} and returns the commit's id. */
    String commit(Entry... entries) throws IOException {
        PersonIdent author = new PersonIdent("Ada", "ada@example.org", Instant.EPOCH, ZoneOffset.UTC);
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(tree(entries));
        commit.setAuthor(author);
        commit.setCommitter(author);
        commit.setMessage("Change the estate");
        ObjectId head = repository.resolve("refs/heads/main");
        if (head != null) {
            commit.setParentId(head);
        }
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            RefUpdate update = repository.updateRef("refs/heads/main");
            update.setNewObjectId(id);
            update.forceUpdate();
            return id.name();
        }
    }

    @Override
    public void close() {
        repository.close();
    }
}
