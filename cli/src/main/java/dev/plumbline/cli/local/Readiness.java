package dev.plumbline.cli.local;

import dev.plumbline.cli.Problem;
import dev.plumbline.cli.process.BackgroundProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Waits until a process that was started answers its health endpoint.
 *
 * @param what the process, as a person knows it
 * @param health the endpoint, which answers 200 when it is ready
 * @param log what it writes
 */
record Readiness(String what, URI health, BackgroundProcess process, Path log) {

    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int TOLD_LINES = 15;

    /**
     * Waits.
     *
     * @throws Problem where the process ended, or does not answer in time, with the end of its log
     */
    void await(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (!answers(http)) {
                if (process.running().isEmpty()) {
                    throw new Problem(what + " ended while it started:\n" + told(log), "The whole log is " + log + ".");
                }
                if (System.nanoTime() > deadline) {
                    throw new Problem(
                            what + " did not answer within " + patience.toSeconds() + " s:\n" + told(log),
                            "The whole log is " + log + ".");
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private boolean answers(HttpClient http) throws InterruptedException {
        try {
            return http.send(HttpRequest.newBuilder(health).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false; // Nothing listens yet.
        }
    }

    static Problem gone(String what, Path log, IOException cause) {
        return new Problem(
                what + " does not answer: " + cause.getMessage() + "\n" + told(log),
                "Start it again with ./plumbline up; the whole log is " + log + ".",
                cause);
    }

    private static String told(Path log) {
        try {
            List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TOLD_LINES), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
