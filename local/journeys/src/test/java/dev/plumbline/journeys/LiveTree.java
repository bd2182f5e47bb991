package dev.plumbline.journeys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** A live repository's files, as a person has them on disk and edits them. */
final class LiveTree {

    private final Path folder;

    private LiveTree(Path folder) {
        this.folder = folder;
    }

    /** A copy of a folder, to be edited. */
    static LiveTree copyOf(Path original) {
        try {
            Path copy = Files.createTempDirectory("live-");
            try (var files = Files.walk(original)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path target = copy.resolve(original.relativize(file).toString());
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
            return new LiveTree(copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return folder;
    }

    /** Replaces a text that has to be there, once or more, in an environment's file. */
    LiveTree replace(String environment, String text, String by) {
        return edit("environments/" + environment + ".yaml", content -> {
            if (!content.contains(text)) {
                throw new IllegalArgumentException("no '" + text + "' in " + environment + ".yaml");
            }
            return content.replace(text, by);
        });
    }

    /** Replaces a text of {@code plumbline.yaml} that has to be there. */
    LiveTree replaceInRoot(String text, String by) {
        return edit("plumbline.yaml", content -> {
            if (!content.contains(text)) {
                throw new IllegalArgumentException("no '" + text + "' in plumbline.yaml");
            }
            return content.replace(text, by);
        });
    }

    /** Adds a stack at the end of an environment's file. */
    LiveTree addStack(String environment, String declaration) {
        return edit(
                "environments/" + environment + ".yaml",
                content -> content + "\n" + declaration.indent(2).stripTrailing() + "\n");
    }

    /** Writes a file, such as a blueprint of the company's own. */
    LiveTree write(String file, String content) {
        try {
            Path path = folder.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes a file that is there. */
    LiveTree delete(String file) {
        try {
            Files.delete(folder.resolve(file));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LiveTree edit(String file, UnaryOperator<String> change) {
        try {
            return write(file, change.apply(Files.readString(folder.resolve(file))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
