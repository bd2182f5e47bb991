package dev.plumbline.cli.live;

import static java.util.Objects.requireNonNull;

import dev.plumbline.cli.Problem;
import dev.plumbline.estate.SourceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;

/**
 * A folder that holds a live repository.
 *
 * @param folder the folder with {@code plumbline.yaml}
 */
public record LiveFolder(Path folder) {

    /** What stands for a commit where there is none yet. */
    private static final String UNCOMMITTED = "0".repeat(40);

    /** Far above any live repository, far below what would fill the memory by mistake. */
    private static final long LARGEST_BYTES = 16L << 20;

    /** Checks that nothing is missing. */
    public LiveFolder {
        folder = requireNonNull(folder, "folder is null").toAbsolutePath().normalize();
    }

    /**
     * Reads its files; Git's own and other hidden folders are left out, and links are not followed.
     *
     * @throws Problem where there is no such folder, or it is no live repository by its size
     */
    public SourceTree read() {
        if (!Files.isDirectory(folder)) {
            throw new Problem("there is no folder " + folder, "Name the folder with plumbline.yaml.");
        }
        Reading reading = new Reading(folder);
        try {
            Files.walkFileTree(folder, reading);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder, e);
        }
        return SourceTree.of(UNCOMMITTED, reading.found);
    }

    private static final class Reading extends SimpleFileVisitor<Path> {

        private final Path root;
        private final Map<String, byte[]> found = new TreeMap<>();
        private long bytes;

        Reading(Path root) {
            this.root = root;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean hidden =
                    !folder.equals(root) && String.valueOf(folder.getFileName()).startsWith(".");
            return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (!attributes.isRegularFile()) {
                return FileVisitResult.CONTINUE;
            }
            bytes += attributes.size();
            if (bytes > LARGEST_BYTES) {
                throw new Problem(
                        root + " is larger than any live repository: over " + (LARGEST_BYTES >> 20) + " MiB",
                        "Name the folder with plumbline.yaml.");
            }
            found.put(root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            return FileVisitResult.CONTINUE;
        }
    }
}
