package dev.plumbline.estate.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plumbline.estate.SourceTree;
import dev.plumbline.estate.source.LiveRepository.Entry;
import dev.plumbline.failure.Invalid;
import dev.plumbline.failure.Retryable;
import dev.plumbline.failure.Stalled;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads true repositories, good and hostile ones, from a true Git server on loopback. */
class GitSourceTest {

    private static final String MAIN = "refs/heads/main";
    private static final ReadLimits SMALL = new ReadLimits(50, 1000, 3000, 4, 1 << 20);

    @TempDir
    Path folder;

    private SmartHttpServer server;
    private LiveRepository repository;
    private GitSource source;

    @BeforeEach
    void start() throws IOException {
        server = new SmartHttpServer(folder);
        repository = new LiveRepository(folder.resolve("live.git"), true);
        source = source("live.git", new GitCredentials.Anonymous());
    }

    @AfterEach
    void stop() {
        repository.close();
        server.close();
    }

    private GitSource source(String path, GitCredentials credentials) {
        GitRemote remote = GitRemote.of(server.url(path), Set.of(server.host()));
        return new GitSource(remote, credentials, SMALL, InstantSource.system());
    }

    @Test
    void fetch_estateWithOtherFiles_readsOnlyWhatIsWanted() throws IOException {
        String commit = repository.commit(
                repository.file("README.md", "read me"),
                repository.file("plumbline.yaml", "organization: acme"),
                repository.folder("environments", repository.file("dev.yaml", "environment: dev")),
                repository.folder(
                        "blueprints", repository.folder("own", repository.file("template.yaml", "Resources: {}"))));

        SourceTree tree = source.fetch(MAIN);

        assertThat(tree.commit()).isEqualTo(commit);
        assertThat(tree.files().keySet())
                .containsExactly("blueprints/own/template.yaml", "environments/dev.yaml", "plumbline.yaml");
        assertThat(tree.files().get("plumbline.yaml")).asString(UTF_8).isEqualTo("organization: acme");
    }

    @Test
    void fetchCommit_branchHasMovedOn_readsTheOlderCommit() throws IOException {
        String first = repository.commit(repository.file("plumbline.yaml", "one"));
        String second = repository.commit(repository.file("plumbline.yaml", "two"));

        assertThat(source.head(MAIN)).isEqualTo(second);
        assertThat(source.fetchCommit(first).files().get("plumbline.yaml"))
                .asString(UTF_8)
                .isEqualTo("one");
    }

    @Test
    void fetch_serverWithoutFilters_readsAll() throws IOException {
        try (LiveRepository plain = new LiveRepository(folder.resolve("plain.git"), false)) {
            plain.commit(plain.file("plumbline.yaml", "a"), plain.file("film.bin", "x".repeat(5000)));

            assertThat(source("plain.git", new GitCredentials.Anonymous())
                            .fetch(MAIN)
                            .files())
                    .containsOnlyKeys("plumbline.yaml");
        }
    }

    @Test
    void fetch_serverOfTheOldProtocol_readsTheHead() throws IOException {
        String commit = repository.commit(repository.file("plumbline.yaml", "a"));
        server.speakOldProtocol();

        assertThat(source.fetch(MAIN).commit()).isEqualTo(commit);
    }

    @Test
    void fetchCommit_serverHasItNoMore_isInvalid() throws IOException {
        repository.commit(repository.file("plumbline.yaml", "a"));

        assertThatExceptionOfType(Invalid.class).isThrownBy(() -> source.fetchCommit("0123456789".repeat(4)));
    }

    @Test
    void head_missingBranch_isInvalidAndNamesIt() throws IOException {
        repository.commit(repository.file("plumbline.yaml", "a"));

        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> source.head("refs/heads/production"))
                .withMessageContaining("refs/heads/production");
    }

    @Test
    void head_emptyRepository_isInvalid() {
        assertThatExceptionOfType(Invalid.class).isThrownBy(() -> source.head(MAIN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "-main", "refs/heads/", "refs/heads/a..b", "refs/tags/v1"})
    void head_notABranch_isStalled(String ref) {
        assertThatExceptionOfType(Stalled.class).isThrownBy(() -> source.head(ref));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HEAD", "--upload-pack=x", "deadbeef", "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"})
    void fetchCommit_notACommitId_isInvalid(String commit) {
        assertThatExceptionOfType(Invalid.class).isThrownBy(() -> source.fetchCommit(commit));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void lineage_branchOfThree_tellsWhoCameBefore(boolean filters) throws IOException {
        try (LiveRepository live = new LiveRepository(folder.resolve("three.git"), filters)) {
            String first = live.commit(live.file("plumbline.yaml", "1"));
            String second = live.commit(live.file("plumbline.yaml", "2"));
            String third = live.commit(live.file("plumbline.yaml", "3"));
            GitSource three = source("three.git", new GitCredentials.Anonymous());

            Lineage lineage = three.lineage(third);

            assertThat(lineage.leads(first, third)).isTrue();
            assertThat(lineage.leads(first, second)).isTrue();
            assertThat(lineage.leads(third, third)).isTrue();
            assertThat(lineage.leads(third, second)).isFalse();
            assertThat(three.lineage(second).leads(third, second)).isFalse();
            assertThat(lineage.leads("0123456789".repeat(4), third)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void lineage_branchLongerThanWhatIsLookedAt_tellsOfItsLastGenerations(boolean filters) throws IOException {
        try (LiveRepository live = new LiveRepository(folder.resolve("long.git"), filters)) {
            List<String> commits = new ArrayList<>();
            for (int number = 0; number < 210; number++) {
                commits.add(live.commit(live.file("plumbline.yaml", Integer.toString(number))));
            }

            Lineage lineage = source("long.git", new GitCredentials.Anonymous()).lineage(commits.getLast());

            assertThat(lineage.leads(commits.get(100), commits.getLast())).isTrue();
            assertThat(lineage.leads(commits.get(20), commits.get(30))).isTrue();
            assertThat(lineage.leads(commits.getFirst(), commits.getLast())).isFalse();
        }
    }

    @Test
    void fetch_symbolicLink_isRefusedByName() throws IOException {
        ObjectId target = repository.blob("/etc/passwd".getBytes(UTF_8));
        repository.commit(repository.folder("environments", Entry.of("prod.yaml", FileMode.SYMLINK, target)));

        refuses("environments/prod.yaml");
    }

    @Test
    void fetch_folderThatIsALink_isRefusedByName() throws IOException {
        ObjectId target = repository.blob("../../elsewhere".getBytes(UTF_8));
        repository.commit(Entry.of("environments", FileMode.SYMLINK, target));

        refuses("environments");
    }

    @Test
    void fetch_submodule_isRefusedByName() throws IOException {
        ObjectId elsewhere = ObjectId.fromString("0123456789012345678901234567890123456789");
        repository.commit(repository.folder("blueprints", Entry.of("shared", FileMode.GITLINK, elsewhere)));

        refuses("blueprints/shared");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", ".git", ".GIT", "a\\b", "C:", "line\nbreak", "\u001b[31m", "../../etc", "/etc"})
    void fetch_nameThatEscapes_isRefused(String name) throws IOException {
        repository.commit(repository.folder("environments", repository.file(name, "x")));

        refuses("environments/");
    }

    @Test
    void fetch_folderThatEscapes_isRefused() throws IOException {
        repository.commit(repository.folder(
                "environments", repository.folder("..", repository.file("plumbline.yaml", "organization: evil"))));

        refuses("environments/..");
    }

    @Test
    void fetch_nameThatIsNotUtf8_isRefusedReadably() throws IOException {
        Entry odd = new Entry("pr\u00f6d.yaml", FileMode.REGULAR_FILE, repository.blob("x".getBytes(UTF_8)));
        repository.commit(repository.folder("environments", odd));

        refuses("environments/pr");
    }

    @Test
    void fetch_sameNameTwice_isRefused() throws IOException {
        repository.commit(repository.folder(
                "environments", repository.file("dev.yaml", "good"), repository.file("dev.yaml", "evil")));

        refuses("environments/dev.yaml");
    }

    @Test
    void fetch_hugeFile_isRefusedByName() throws IOException {
        repository.commit(repository.folder("environments", repository.file("dev.yaml", "x".repeat(1001))));

        refuses("environments/dev.yaml");
    }

    @Test
    void fetch_fileOfExactlyTheLimit_isRead() throws IOException {
        repository.commit(repository.file("plumbline.yaml", "x".repeat(1000)));

        assertThat(source.fetch(MAIN).files().get("plumbline.yaml")).hasSize(1000);
    }

    @Test
    void fetch_hugeFileElsewhere_isLeftOut() throws IOException {
        byte[] noise = new byte[3 << 20];
        new java.util.Random(7).nextBytes(noise);
        repository.commit(
                repository.file("plumbline.yaml", "a"),
                Entry.of("film.mp4", FileMode.REGULAR_FILE, repository.blob(noise)));

        assertThat(source.fetch(MAIN).files()).containsOnlyKeys("plumbline.yaml");
    }

    @Test
    void fetch_hugeFileFromServerWithoutFilters_isInvalid() throws IOException {
        byte[] noise = new byte[3 << 20];
        new java.util.Random(7).nextBytes(noise);
        try (LiveRepository plain = new LiveRepository(folder.resolve("plain.git"), false)) {
            plain.commit(
                    plain.file("plumbline.yaml", "a"), Entry.of("film.mp4", FileMode.REGULAR_FILE, plain.blob(noise)));

            assertThatExceptionOfType(Invalid.class)
                    .isThrownBy(() ->
                            source("plain.git", new GitCredentials.Anonymous()).fetch(MAIN))
                    .withMessageContaining("too large");
        }
    }

    @Test
    void fetch_fileThatUnpacksToMuchMore_isInvalid() throws IOException {
        try (LiveRepository plain = new LiveRepository(folder.resolve("plain.git"), false)) {
            Entry bomb = Entry.of("plumbline.yaml", FileMode.REGULAR_FILE, plain.blob(new byte[40 << 20]));
            plain.commit(bomb);

            assertThatExceptionOfType(Invalid.class)
                    .isThrownBy(() ->
                            source("plain.git", new GitCredentials.Anonymous()).fetch(MAIN));
        }
    }

    @Test
    void fetch_sameFolderOverAndOver_isRefused() throws IOException {
        ObjectId tree = repository.tree(repository.file("a.yaml", "x"), repository.file("b.yaml", "x"));
        for (int level = 0; level < 3; level++) {
            Entry[] copies = new Entry[10];
            for (int i = 0; i < copies.length; i++) {
                copies[i] = Entry.of("f" + i, FileMode.TREE, tree);
            }
            tree = repository.tree(copies);
        }
        repository.commit(Entry.of("blueprints", FileMode.TREE, tree));

        refuses("more than 50 files");
    }

    @Test
    void fetch_deepFolders_isRefused() throws IOException {
        Entry inner = repository.file("a.yaml", "x");
        for (int level = 0; level < 8; level++) {
            inner = repository.folder("d", inner);
        }
        repository.commit(repository.folder("blueprints", inner));

        refuses("folders inside each other");
    }

    @Test
    void fetch_filesTooLargeTogether_isRefused() throws IOException {
        repository.commit(repository.folder(
                "environments",
                repository.file("a.yaml", "a".repeat(900)),
                repository.file("b.yaml", "b".repeat(900)),
                repository.file("c.yaml", "c".repeat(900)),
                repository.file("d.yaml", "d".repeat(900))));

        refuses("all files together");
    }

    private void refuses(String part) {
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> source.fetch(MAIN))
                .withMessageContaining(part)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContainPattern("\\p{Cntrl}"));
    }

    @Test
    void head_token_isShownOnTheFirstRequest() throws IOException {
        String commit = repository.commit(repository.file("plumbline.yaml", "a"));
        GitCredentials token = new GitCredentials.Token("x-access-token", new Secret("canary-token"));

        assertThat(source("live.git", token).head(MAIN)).isEqualTo(commit);

        String basic = Base64.getEncoder().encodeToString("x-access-token:canary-token".getBytes(UTF_8));
        assertThat(server.authorizations()).isNotEmpty().containsOnly("Basic " + basic);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404})
    void head_serverRefuses_isStalledWithoutTheToken(int status) {
        server.gate(exchange -> status);
        GitCredentials token = new GitCredentials.Token("x-access-token", new Secret("canary-token"));

        assertThatExceptionOfType(Stalled.class)
                .isThrownBy(() -> source("live.git", token).head(MAIN))
                .satisfies(e -> assertThat(trace(e)).doesNotContain("canary-token"));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void head_serverFails_isRetryable(int status) {
        server.gate(exchange -> status);

        assertThatExceptionOfType(Retryable.class).isThrownBy(() -> source.head(MAIN));
    }

    @Test
    void head_nothingListens_isRetryable() {
        server.close();

        assertThatExceptionOfType(Retryable.class).isThrownBy(() -> source.head(MAIN));
    }

    @Test
    void head_redirect_isNotFollowed() throws IOException {
        try (SmartHttpServer other = new SmartHttpServer(folder)) {
            server.gate(exchange -> {
                exchange.getResponseHeaders().set("Location", other.url("live.git/info/refs?service=git-upload-pack"));
                return 302;
            });

            assertThatExceptionOfType(Stalled.class).isThrownBy(() -> source.head(MAIN));
            assertThat(other.authorizations()).isEmpty();
        }
    }

    private static String trace(Throwable e) {
        java.io.StringWriter text = new java.io.StringWriter();
        e.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }
}
