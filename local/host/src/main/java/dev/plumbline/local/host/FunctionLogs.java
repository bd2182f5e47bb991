package dev.plumbline.local.host;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One log file for each function, {@code <folder>/<function>.log}, always appended to by whole lines. */
final class FunctionLogs {

    private final Path folder;
    private final Map<String, OutputStream> files = new ConcurrentHashMap<>();

    FunctionLogs(Path folder) {
        this.folder = folder;
    }

    void append(String function, byte[] lines) {
        OutputStream file = files.computeIfAbsent(function, this::open);
        try {
            synchronized (file) {
                file.write(lines);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private OutputStream open(String function) {
        try {
            Files.createDirectories(folder);
            return Files.newOutputStream(
                    folder.resolve(function + ".log"), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
