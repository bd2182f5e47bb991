package bare;

import java.net.URISyntaxException;
import java.util.List;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;

/** Asks the live repository where its branch is, fetches that one commit into memory, and opens it. */
final class Git implements Call {

    private final URIish repository = new URIish(System.getenv("PLUMBLINE_REPOSITORY"));
    private final String branch = System.getenv("PLUMBLINE_BRANCH");

    Git() throws URISyntaxException {}

    @Override
    public void call() {
        try (InMemoryRepository memory = new InMemoryRepository(new DfsRepositoryDescription("live"))) {
            String head = head(memory);
            try (Transport transport = open(memory)) {
                transport.fetch(NullProgressMonitor.INSTANCE, List.of(new RefSpec("+" + head + ":refs/heads/fetched")));
            }
            try (RevWalk walk = new RevWalk(memory)) {
                walk.parseCommit(memory.resolve(head)).getTree();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private String head(InMemoryRepository memory) throws Exception {
        try (Transport transport = open(memory);
                FetchConnection connection = transport.openFetch(List.of(new RefSpec(branch)))) {
            Ref head = connection.getRef(branch);
            return head.getObjectId().name();
        }
    }

    private Transport open(InMemoryRepository memory) throws Exception {
        Transport transport = Transport.open(memory, repository);
        transport.setTagOpt(TagOpt.NO_TAGS);
        transport.setDepth(1);
        return transport;
    }
}
