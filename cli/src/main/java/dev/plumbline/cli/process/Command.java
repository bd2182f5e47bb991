package dev.plumbline.cli.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Another program, run to its end.
 *
 * @param words the program and its arguments
 * @param folder where it runs
 * @param environment variables added to this process's own; an empty value removes one
 */
public record Command(List<String> words, Path folder, Map<String, String> environment) {

    private static final int TOLD = 4000;

    /** Checks and copies. */
    public Command {
        words = List.copyOf(words);
        requireNonNull(folder, "folder is null");
        environment = Map.copyOf(environment);
    }

    /** A program with arguments, in the current folder. */
    public static Command of(String... words) {
        return new Command(List.of(words), Path.of(""), Map.of());
    }

    /** The same, with arguments added. */
    public Command and(String... more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of(more));
        return new Command(all, folder, environment);
    }

    /** The same, in another folder. */
    public Command in(Path where) {
        return new Command(words, where, environment);
    }

    /** The same, with a variable added. */
    public Command with(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.put(name, value);
        return new Command(words, folder, all);
    }

    /**
     * Runs it and returns what it wrote, on both of its streams.
     *
     * @throws CommandFailed where it cannot be started or ends with another code than 0
     */
    public String run() {
        try {
            Process process = builder().redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            return finish(process, output);
        } catch (IOException e) {
            throw new CommandFailed(words.getFirst() + " could not be run: " + e.getMessage(), "", e);
        }
    }

    /**
     * Runs it with its output appended to a file.
     *
     * @throws CommandFailed where it cannot be started or ends with another code than 0; it tells the end of what was
     *     written
     */
    public void runInto(Path log) {
        try {
            long before = Files.exists(log) ? Files.size(log) : 0;
            Process process = builder()
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            process.getOutputStream().close();
            int code = process.waitFor();
            if (code != 0) {
                byte[] written = Files.readAllBytes(log);
                throw failed(code, new String(written, (int) before, written.length - (int) before, UTF_8));
            }
        } catch (IOException e) {
            throw new CommandFailed(words.getFirst() + " could not be run: " + e.getMessage(), "", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    ProcessBuilder builder() {
        ProcessBuilder builder = new ProcessBuilder(words);
        if (!folder.toString().isEmpty()) {
            builder.directory(folder.toFile());
        }
        environment.forEach((name, value) -> {
            if (value.isEmpty()) {
                builder.environment().remove(name);
            } else {
                builder.environment().put(name, value);
            }
        });
        return builder;
    }

    private String finish(Process process, String output) {
        try {
            int code = process.waitFor();
            if (code != 0) {
                throw failed(code, output);
            }
            return output;
        } catch (InterruptedException e) {
            process.destroy();
            throw interrupted(e);
        }
    }

    private CommandFailed failed(int code, String output) {
        String told = output.length() > TOLD ? "…" + output.substring(output.length() - TOLD) : output;
        return new CommandFailed(words.getFirst() + " ended with code " + code, told.strip(), null);
    }

    private static UncheckedIOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new UncheckedIOException(new IOException("interrupted", e));
    }
}
