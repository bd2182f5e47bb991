package dev.plumbline.local.host;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A deployed zip as a class path: its root, then {@code lib/*.jar}, as the Java runtime of Lambda has it.
 *
 * <p>The zip is unpacked once, beside itself; a folder that is there is complete.
 */
final class FunctionCode {

    private static final System.Logger LOG = System.getLogger(FunctionCode.class.getName());

    private FunctionCode() {}

    /**
     * Makes a class loader that sees the zip, the JDK and the interfaces of aws-lambda-java-core.
     *
     * @throws UncheckedIOException where the zip cannot be read or unpacked
     */
    static ClassLoader load(Path zip) {
        try {
            return new URLClassLoader(
                    zip.getFileName().toString(), classPath(unpacked(zip)), RuntimeInterfaces.asParent());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot load " + zip, e);
        }
    }

    private static Path unpacked(Path zip) throws IOException {
        Path folder = zip.resolveSibling(zip.getFileName() + ".d");
        if (Files.isDirectory(folder)) {
            return folder;
        }
        Path partial = Files.createTempDirectory(
                Objects.requireNonNull(zip.toAbsolutePath().getParent()), "unpacking-");
        try (ZipFile file = new ZipFile(zip.toFile())) {
            for (ZipEntry entry : file.stream().toList()) {
                unpack(file, entry, partial);
            }
        }
        try {
            Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | AtomicMoveNotSupportedException e) {
            throw e;
        } catch (IOException taken) {
            if (!Files.isDirectory(folder)) {
                throw taken;
            }
            LOG.log(System.Logger.Level.DEBUG, "unpacked twice at once: {0}", zip);
        }
        return folder;
    }

    private static void unpack(ZipFile file, ZipEntry entry, Path folder) throws IOException {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("the zip has an entry outside of itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        try (InputStream content = file.getInputStream(entry)) {
            Files.copy(content, target);
        }
    }

    private static URL[] classPath(Path folder) throws IOException {
        List<URL> urls = new ArrayList<>();
        urls.add(url(folder));
        Path libraries = folder.resolve("lib");
        if (Files.isDirectory(libraries)) {
            try (Stream<Path> jars = Files.list(libraries)) {
                jars.filter(jar -> jar.toString().endsWith(".jar"))
                        .sorted()
                        .map(FunctionCode::url)
                        .forEach(urls::add);
            }
        }
        return urls.toArray(URL[]::new);
    }

    private static URL url(Path path) {
        File file = path.toFile();
        try {
            return file.toURI().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(path.toString(), e);
        }
    }
}
