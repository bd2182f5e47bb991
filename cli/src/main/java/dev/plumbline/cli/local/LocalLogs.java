package dev.plumbline.cli.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.plumbline.cli.Problem;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The logs of a local organisation.
 *
 * @param folder where they lie, one file for each process and function
 */
public record LocalLogs(Path folder) {

    private static final String SUFFIX = ".log";
    private static final String FUNCTIONS = "plumbline-";
    private static final Duration PAUSE = Duration.ofMillis(300);

    /** Checks that nothing is missing. */
    public LocalLogs {
        requireNonNull(folder, "folder is null");
    }

    /** The logs of all functions that were called. */
    public List<Path> functions() {
        return all().stream().filter(file -> name(file).startsWith(FUNCTIONS)).toList();
    }

    /**
     * The log of a function or process, by its name with or without {@code plumbline-}.
     *
     * @throws Problem where there is none, naming those that are
     */
    public Path of(String name) {
        return Stream.of(name, FUNCTIONS + name)
                .map(candidate -> folder.resolve(candidate + SUFFIX))
                .filter(file -> folder.equals(file.normalize().getParent()) && Files.exists(file))
                .findFirst()
                .orElseThrow(() -> new Problem(
                        "there is no log of " + name,
                        "There are: " + all().stream().map(LocalLogs::name).collect(Collectors.joining(", ")) + "."));
    }

    /**
     * Shows the last lines of logs.
     *
     * @param follow whether to go on with what is written from now on, until this thread is interrupted
     * @param reader takes the name of a log and a line of it
     */
    public void show(List<Path> files, int lines, boolean follow, BiConsumer<String, String> reader) {
        Map<Path, Long> shown = new TreeMap<>();
        try {
            for (Path file : files) {
                shown.put(file, Files.size(file));
                List<String> all = Files.readAllLines(file);
                all.subList(Math.max(0, all.size() - lines), all.size())
                        .forEach(line -> reader.accept(name(file), line));
            }
            while (follow) {
                for (Map.Entry<Path, Long> file : shown.entrySet()) {
                    file.setValue(showFrom(file.getKey(), file.getValue(), reader));
                }
                Thread.sleep(PAUSE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long showFrom(Path file, long position, BiConsumer<String, String> reader) throws IOException {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            long from = log.length() < position ? 0 : position;
            byte[] written = new byte[(int) (log.length() - from)];
            log.seek(from);
            log.readFully(written);
            // What stands behind the last line's end is shown when its end is written.
            String text = new String(written, UTF_8);
            int end = text.lastIndexOf('\n') + 1;
            text.substring(0, end).lines().forEach(line -> reader.accept(name(file), line));
            return from + text.substring(0, end).getBytes(UTF_8).length;
        }
    }

    private List<Path> all() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(0, name.length() - SUFFIX.length());
    }
}
