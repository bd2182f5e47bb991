package dev.plumbline.cli.local;

import static java.util.Objects.requireNonNull;

import dev.plumbline.cli.process.BackgroundProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/**
 * The folder of one local organisation: its state, its logs, its repository. Readable by its owner only.
 *
 * @param folder the folder
 */
public record Home(Path folder) {

    /** Checks that nothing is missing. */
    public Home {
        folder = requireNonNull(folder, "folder is null").toAbsolutePath().normalize();
    }

    /** Makes the folders that are absent. */
    void create() {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(requireNonNull(folder.getParent()));
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Files.createDirectories(state());
            Files.createDirectories(logs());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes everything in it. */
    void delete() {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder, e);
        }
    }

    /** Where logs lie, one file for each process and each function. */
    public Path logs() {
        return folder.resolve("logs");
    }

    /** The working clone of the live repository. */
    public Path liveClone() {
        return folder.resolve("live");
    }

    Path state() {
        return folder.resolve("state");
    }

    Path repositories() {
        return folder.resolve("git");
    }

    /** Where the bare repository is that is pushed to. */
    public Path liveRepository() {
        return repositories().resolve("live.git");
    }

    /** What the repository's provider shows: comments of pull requests, statuses of commits. */
    public Path provider() {
        return folder.resolve("provider");
    }

    Path pullRequestFile() {
        return folder.resolve("last-pull-request.json");
    }

    Path settingsFile() {
        return folder.resolve("settings.json");
    }

    Path secretFile() {
        return folder.resolve("webhook-secret");
    }

    Path webhookFile() {
        return folder.resolve("webhook.json");
    }

    Path deliveryFile() {
        return folder.resolve("last-delivery.json");
    }

    Path deployedFile() {
        return folder.resolve("deployed.json");
    }

    BackgroundProcess emulator() {
        return new BackgroundProcess(folder.resolve("emulator.pid"));
    }

    BackgroundProcess host() {
        return new BackgroundProcess(folder.resolve("host.pid"));
    }
}
