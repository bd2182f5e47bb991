package dev.plumbline.estate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Live repositories for tests. */
public final class Repositories {

    /** The commit of all of them. */
    public static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    private Repositories() {}

    /** Returns the root of the checkout. */
    public static Path root() {
        return Path.of(System.getProperty("plumbline.root", "../.."));
    }

    /** Returns the live repository in a folder of the checkout. */
    public static SourceTree folder(String folder) {
        Path base = root().resolve(folder);
        Map<String, byte[]> files = new HashMap<>();
        try (var paths = Files.walk(base)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(base.relativize(path).toString(), Files.readAllBytes(path));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return SourceTree.of(COMMIT, files);
    }

    /** Returns a repository of texts by path. */
    public static SourceTree of(Map<String, String> files) {
        Map<String, byte[]> bytes = new HashMap<>();
        files.forEach((path, text) -> bytes.put(path, text.getBytes(UTF_8)));
        return SourceTree.of(COMMIT, bytes);
    }
}
