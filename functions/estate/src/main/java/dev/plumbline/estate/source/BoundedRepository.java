package dev.plumbline.estate.source;

import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.transport.PackParser;

/** A repository in memory that takes no object larger than a limit, whatever a delta in the pack unfolds to. */
final class BoundedRepository extends InMemoryRepository {

    private final long objectBytes;

    BoundedRepository(long objectBytes) {
        super(new DfsRepositoryDescription("live"));
        this.objectBytes = objectBytes;
        // A redirect could lead anywhere; the configuration names the repository's true address.
        getConfig().setString("http", null, "followRedirects", "false");
    }

    @Override
    public ObjectInserter newObjectInserter() {
        ObjectInserter inserter = super.newObjectInserter();
        return new ObjectInserter.Filter() {
            @Override
            protected ObjectInserter delegate() {
                return inserter;
            }

            @Override
            public PackParser newPackParser(InputStream in) throws IOException {
                PackParser parser = super.newPackParser(in);
                parser.setMaxObjectSizeLimit(objectBytes);
                return parser;
            }
        };
    }
}
