package dev.plumbline.cli.process;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program that outlives this one, found again by a file that names its process and when that was started: a process
 * id alone may meanwhile belong to something else.
 *
 * @param pidFile where the running process is written down
 */
public record BackgroundProcess(Path pidFile) {

    /**
     * Starts the program in a session of its own, so that an interrupt typed at this one's terminal does not reach it.
     */
    private static final List<String> IN_A_SESSION_OF_ITS_OWN =
            List.of("-c", "import os, sys; os.setsid(); os.execvp(sys.argv[1], sys.argv[1:])");

    /** Checks that nothing is missing. */
    public BackgroundProcess {
        requireNonNull(pidFile, "pidFile is null");
    }

    /**
     * Starts a program.
     *
     * @param python any Python 3, which starts it apart from this process's terminal
     * @param log where both of its streams are appended
     */
    public ProcessHandle start(String python, Command command, Path log) {
        List<String> words = new ArrayList<>();
        words.add(python);
        words.addAll(IN_A_SESSION_OF_ITS_OWN);
        words.addAll(command.words());
        try {
            ProcessHandle process = new Command(words, command.folder(), command.environment())
                    .builder()
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start()
                    .toHandle();
            Files.writeString(pidFile, process.pid() + " " + startOf(process).toEpochMilli());
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.words().getFirst(), e);
        }
    }

    /** The running process, where there is one. */
    public Optional<ProcessHandle> running() {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        try {
            String[] fields = Files.readString(pidFile).strip().split(" ", 2);
            long started = Long.parseLong(fields[1]);
            return ProcessHandle.of(Long.parseLong(fields[0]))
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> startOf(process).toEpochMilli() == started);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Asks the process to end, and ends it where it has not within a time.
     *
     * @return whether there was one
     */
    public boolean stop(Duration patience) {
        Optional<ProcessHandle> running = running();
        running.ifPresent(process -> end(process, patience));
        try {
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return running.isPresent();
    }

    private static void end(ProcessHandle process, Duration patience) {
        process.destroy();
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
            process.onExit().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Instant startOf(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH);
    }
}
