package dev.plumbline.estate.source;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;

import dev.plumbline.estate.SourceTree;
import dev.plumbline.failure.Invalid;
import dev.plumbline.failure.Retryable;
import dev.plumbline.failure.Stalled;
import java.io.IOException;
import java.net.URISyntaxException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.errors.PackProtocolException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.FilterSpec;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;

/**
 * The live repository on its Git server. Every call is a conversation of its own and keeps nothing but the GitHub App's
 * token; instances may be shared between threads.
 *
 * <p>All methods throw {@link Retryable} when the network or the server fails, {@link Stalled} when the server refuses
 * us, and {@link Invalid} when the repository does not hold what is asked for or holds what is refused.
 */
public final class GitSource {

    private static final int TIMEOUT_SECONDS = 20;
    private static final String FETCHED = "refs/plumbline/fetched";
    /** How many generations of commits are looked at: a commit that waits longer for its turn is not found. */
    private static final int GENERATIONS = 200;

    private final GitRemote remote;
    private final ReadLimits limits;
    private final GitLogin login;

    /** Whether the server is still thought to be able to leave large files out. */
    private volatile boolean filtering = true;

    /** Reads from a checked remote with the standard limits. */
    public GitSource(GitRemote remote, GitCredentials credentials) {
        this(remote, credentials, ReadLimits.STANDARD, InstantSource.system());
    }

    /** Reads from a checked remote; the clock tells when a GitHub App's token has to be renewed. */
    public GitSource(GitRemote remote, GitCredentials credentials, ReadLimits limits, InstantSource clock) {
        this.remote = requireNonNull(remote, "remote is null");
        this.limits = requireNonNull(limits, "limits is null");
        this.login = new GitLogin(credentials, clock);
    }

    /** Loads what a first exchange with a server takes, without having one. */
    public static void prepare() {
        try (BoundedRepository repository = new BoundedRepository(ReadLimits.STANDARD.wireBytes());
                Transport _ = Transport.open(repository, new URIish("https://localhost/"))) {
            // Opening is what loads.
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Asks the server which commit a branch points to.
     *
     * @param ref the branch's full name, {@code refs/heads/…}
     * @return the commit's id, 40 hexadecimal digits
     */
    public String head(String ref) {
        requireBranch(ref);
        try (Conversation conversation = open("", 1);
                FetchConnection connection = conversation.advertise(ref)) {
            Ref head = connection.getRef(ref);
            if (head == null || head.getObjectId() == null) {
                throw new Invalid(ref + ": no such branch in the live repository");
            }
            return head.getObjectId().name();
        }
    }

    /**
     * Reads the newest commit of a branch.
     *
     * @param ref the branch's full name, {@code refs/heads/…}
     */
    public SourceTree fetch(String ref) {
        return fetchCommit(head(ref));
    }

    /**
     * Reads one commit, even where its branch has moved on, as long as the server still has it.
     *
     * @param commit the commit's id, 40 hexadecimal digits
     */
    public SourceTree fetchCommit(String commit) {
        requireCommit(commit);
        if (filtering) {
            try (Conversation conversation = open(blobLimit(), 1)) {
                return conversation.fetch(commit);
            } catch (FilterUnsupported e) {
                filtering = false;
            }
        }
        try (Conversation conversation = open("", 1)) {
            return conversation.fetch(commit);
        }
    }

    /**
     * Reads from whom a commit descends: the commits of the last generations, without any file where the server can
     * leave those out.
     *
     * @param commit the commit's id, 40 hexadecimal digits
     */
    public Lineage lineage(String commit) {
        requireCommit(commit);
        if (filtering) {
            try (Conversation conversation = open("tree:0", GENERATIONS)) {
                return conversation.lineage(commit);
            } catch (FilterUnsupported e) {
                filtering = false;
            }
        }
        try (Conversation conversation = open("", GENERATIONS)) {
            return conversation.lineage(commit);
        }
    }

    /** Asks the server to leave out what would be refused anyway, wherever in the tree it lies. */
    private String blobLimit() {
        return "blob:limit=" + (limits.fileBytes() + 1);
    }

    private static void requireCommit(String commit) {
        if (commit.length() != Constants.OBJECT_ID_STRING_LENGTH || !ObjectId.isId(commit)) {
            throw new Invalid("Not the id of a commit; 40 hexadecimal digits are expected");
        }
    }

    private static void requireBranch(String ref) {
        if (!ref.startsWith(Constants.R_HEADS) || !Repository.isValidRefName(ref)) {
            throw new Stalled("The configured branch is not of the form refs/heads/NAME. Correct PLUMBLINE_BRANCH.");
        }
    }

    /**
     * Begins an exchange.
     *
     * @param filter what the server is asked to leave out, in Git's words, or empty
     * @param depth how many generations of commits are asked for
     */
    private Conversation open(String filter, int depth) {
        remote.checkAddress();
        GitCredentials shown = login.credentials();
        BoundedRepository repository = new BoundedRepository(limits.wireBytes());
        GuardedConnections connections = new GuardedConnections(remote, limits.wireBytes());
        try {
            TransportHttp transport = (TransportHttp)
                    Transport.open(repository, new URIish(remote.uri().toURL()));
            transport.setHttpConnectionFactory(connections);
            transport.setTimeout(TIMEOUT_SECONDS);
            transport.setTagOpt(TagOpt.NO_TAGS);
            transport.setDepth(depth);
            if (!filter.isEmpty()) {
                transport.setFilterSpec(FilterSpec.fromFilterLine(filter));
            }
            if (shown instanceof GitCredentials.Token token) {
                transport.setPreemptiveBasicAuthentication(
                        token.username(), token.token().reveal());
            }
            return new Conversation(repository, transport, connections);
        } catch (IOException e) {
            repository.close();
            throw new Stalled("The URL of the live repository cannot be opened. Correct PLUMBLINE_REPOSITORY.", e);
        }
    }

    /** One exchange with the server, and the memory that it fills. */
    private final class Conversation implements AutoCloseable {

        private final BoundedRepository repository;
        private final TransportHttp transport;
        private final GuardedConnections connections;

        Conversation(BoundedRepository repository, TransportHttp transport, GuardedConnections connections) {
            this.repository = repository;
            this.transport = transport;
            this.connections = connections;
        }

        FetchConnection advertise(String ref) {
            try {
                return transport.openFetch(List.of(new RefSpec(ref)));
            } catch (IOException e) {
                throw GitRefusals.failure(connections, e);
            }
        }

        SourceTree fetch(String commit) {
            return fetch(commit, () -> read(commit));
        }

        Lineage lineage(String commit) {
            return fetch(commit, () -> parents(commit));
        }

        private <T> T fetch(String commit, Reader<T> reader) {
            try {
                transport.fetch(NullProgressMonitor.INSTANCE, List.of(new RefSpec("+" + commit + ":" + FETCHED)));
                return reader.read();
            } catch (TransportException e) {
                throw !transport.getFilterSpec().isNoOp() && GitRefusals.isCausedBy(e, PackProtocolException.class)
                        ? new FilterUnsupported(e)
                        : GitRefusals.failure(connections, e);
            } catch (IOException e) {
                throw new Invalid("The commit " + commit + " cannot be read from the live repository", e);
            }
        }

        private SourceTree read(String commit) throws IOException {
            try (ObjectReader reader = repository.newObjectReader();
                    RevWalk walk = new RevWalk(reader)) {
                ObjectId tree =
                        walk.parseCommit(ObjectId.fromString(commit)).getTree().getId();
                return SourceTree.of(commit, TreeFiles.read(reader, tree, limits));
            }
        }

        /**
         * What lies behind the last generation that was asked for is not there, and is no reason to fail: JGit's walk
         * would.
         */
        private Lineage parents(String commit) throws IOException {
            Map<String, Set<String>> parents = new HashMap<>();
            Deque<ObjectId> next = new ArrayDeque<>(List.of(ObjectId.fromString(commit)));
            try (ObjectReader reader = repository.newObjectReader();
                    RevWalk walk = new RevWalk(reader)) {
                while (!next.isEmpty()) {
                    ObjectId id = next.remove();
                    if (!parents.containsKey(id.name()) && reader.has(id)) {
                        List<RevCommit> before =
                                Arrays.asList(walk.parseCommit(id).getParents());
                        parents.put(
                                id.name(), before.stream().map(RevCommit::name).collect(toSet()));
                        next.addAll(before);
                    }
                }
            }
            return new Lineage(parents);
        }

        @Override
        public void close() {
            transport.close();
            repository.close();
        }
    }

    @FunctionalInterface
    private interface Reader<T> {
        T read() throws IOException;
    }

    /** The server cannot leave large files out; the exchange is repeated without that wish. */
    private static final class FilterUnsupported extends RuntimeException {

        private static final long serialVersionUID = 1L;

        FilterUnsupported(Throwable cause) {
            super(cause);
        }
    }
}
