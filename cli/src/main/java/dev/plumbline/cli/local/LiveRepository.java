package dev.plumbline.cli.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.cli.Problem;
import dev.plumbline.cli.process.Command;
import dev.plumbline.cli.process.CommandFailed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The live repository of a local organisation: a bare repository whose receive hook tells the webhook as GitHub would,
 * and a working clone for a person to edit.
 */
final class LiveRepository {

    /** What the repository is called where its provider would number it. */
    static final int ID = 1_000_001;

    static final String BRANCH = "main";

    private static final String NAME = "acme/live";
    private static final int SECRET_BYTES = 32;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Home home;

    LiveRepository(Home home) {
        this.home = requireNonNull(home, "home is null");
    }

    /** Makes the secret that signs what the hook sends, unless there is one; returns it. */
    String secret() {
        Path file = home.secretFile();
        try {
            if (!Files.exists(file)) {
                byte[] random = new byte[SECRET_BYTES];
                new SecureRandom().nextBytes(random);
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, HexFormat.of().formatHex(random));
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says where the hook sends what it tells: the webhook's public address, answered by the emulator. */
    void tell(URI webhook, LocalSettings settings) {
        ObjectNode told = JSON.createObjectNode()
                .put("url", webhook.toString())
                .put("address", "127.0.0.1")
                .put("port", settings.emulatorPort())
                .put("repositoryId", ID)
                .put("fullName", NAME)
                .put("cloneUrl", settings.repositoryUrl().toString());
        write(home.webhookFile(), told.toPrettyString() + "\n");
    }

    /** Makes the bare repository and its clone, unless they are there; what is in the clone stays. */
    void create(Checkout checkout, String python) {
        if (!Files.exists(home.liveRepository())) {
            git().and(
                            "init",
                            "--quiet",
                            "--bare",
                            "--initial-branch=" + BRANCH,
                            home.liveRepository().toString())
                    .run();
        }
        git().and("--git-dir=" + home.liveRepository(), "config", "receive.advertisePushOptions", "true")
                .run();
        Path hook = home.liveRepository().resolve("hooks/post-receive");
        write(
                hook,
                "#!/bin/sh\nexec " + quoted(python) + " "
                        + quoted(checkout.hook().toString()) + " "
                        + quoted(home.folder().toString()) + "\n");
        if (!hook.toFile().setExecutable(true)) {
            throw new UncheckedIOException(new IOException("cannot make " + hook + " executable"));
        }
        if (!Files.exists(home.liveClone())) {
            git().and(
                            "clone",
                            "--quiet",
                            home.liveRepository().toString(),
                            home.liveClone().toString())
                    .run();
        }
    }

    /** The commit that the branch is at, or an empty text where nothing was pushed. */
    String head() {
        try {
            return git().and(
                            "--git-dir=" + home.liveRepository(),
                            "rev-parse",
                            "--verify",
                            "--quiet",
                            "refs/heads/" + BRANCH)
                    .run()
                    .strip();
        } catch (CommandFailed e) {
            if (e.output().isEmpty()) {
                return "";
            }
            throw e;
        }
    }

    /**
     * Makes the clone hold exactly the files of a folder, commits what differs, and pushes where the branch is at
     * another commit.
     *
     * @return the commit, which is the one before where nothing differs
     */
    String push(Path tree, String message) {
        replaceFiles(tree);
        inClone().and("add", "--all").run();
        if (!inClone().and("status", "--porcelain").run().isEmpty()) {
            inClone().and("commit", "--quiet", "--message=" + message).run();
        }
        String commit = inClone().and("rev-parse", "HEAD").run().strip();
        if (!commit.equals(head())) {
            send();
        }
        return commit;
    }

    /**
     * Pushes the files of a folder to another branch, and leaves the clone as it was.
     *
     * @param draft whether its pull request is not ready
     * @return what the webhook answered when it was told of the pull request
     */
    Delivery propose(Path tree, String branch, String message, boolean draft) {
        String before = inClone().and("rev-parse", "HEAD").run().strip();
        replaceFiles(tree);
        inClone().and("add", "--all").run();
        inClone()
                .and("commit", "--quiet", "--allow-empty", "--message=" + message)
                .run();
        Command push = inClone().and("push", "--quiet", "--force");
        (draft ? push.and("--push-option=draft") : push)
                .and("origin", "HEAD:refs/heads/" + branch)
                .run();
        inClone().and("reset", "--quiet", "--hard", before).run();
        return Delivery.read(home.pullRequestFile());
    }

    /**
     * Moves the branch to a commit that the clone has, as a force-push does.
     *
     * @return the commit
     */
    String move(String commit) {
        inClone().and("reset", "--quiet", "--hard", commit).run();
        send();
        return inClone().and("rev-parse", "HEAD").run().strip();
    }

    /** Tells the webhook of the branch once more, as a provider's redelivery would. */
    Delivery tellAgain(Checkout checkout, String python, String before, String after) {
        ProcessBuilder hook = new ProcessBuilder(
                        python, checkout.hook().toString(), home.folder().toString())
                .directory(home.liveRepository().toFile())
                .redirectErrorStream(true);
        try {
            Process process = hook.start();
            process.getOutputStream().write((before + " " + after + " refs/heads/" + BRANCH + "\n").getBytes(UTF_8));
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new Problem("the receive hook failed: " + said, "Start over with ./plumbline up --fresh.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return lastDelivery();
    }

    /** What the webhook answered to the last push. */
    Delivery lastDelivery() {
        return Delivery.read(home.deliveryFile());
    }

    private void replaceFiles(Path tree) {
        try {
            for (Path file : files(home.liveClone())) {
                Files.delete(file);
            }
            for (Path file : files(tree)) {
                Path target = home.liveClone().resolve(tree.relativize(file).toString());
                Files.createDirectories(requireNonNull(target.getParent()));
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !folder.relativize(file).startsWith(".git"))
                    .toList();
        }
    }

    private void send() {
        inClone()
                .and("push", "--quiet", "--force", "origin", "HEAD:refs/heads/" + BRANCH)
                .run();
    }

    private Command inClone() {
        return git().and("-C", home.liveClone().toString());
    }

    /** Git without the person's own settings: neither their identity nor their signing is ours to use. */
    private static Command git() {
        return Command.of("git", "-c", "user.name=Plumbline", "-c", "user.email=plumbline@example.com")
                .with("GIT_CONFIG_GLOBAL", "/dev/null")
                .with("GIT_DIR", "")
                .with("GIT_WORK_TREE", "");
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    private static void write(Path file, String content) {
        try {
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
