package dev.plumbline.cli.local;

import dev.plumbline.cli.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** The two processes of a local organisation, which start and stop together. */
final class Processes {

    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Home home;
    private final Emulator emulator;
    private final JavaHost host;
    private final AtomicBoolean watched = new AtomicBoolean();

    Processes(Home home, LocalSettings settings) {
        this.home = home;
        this.emulator = new Emulator(home, settings);
        this.host = new JavaHost(home, settings);
    }

    Emulator emulator() {
        return emulator;
    }

    /** Whether both run. */
    boolean running() {
        return home.emulator().running().isPresent() && home.host().running().isPresent();
    }

    /**
     * Starts both and waits until they are ready.
     *
     * @throws Problem where one does not start
     */
    void start(StartOptions options, String python, Path programs) {
        if (options.ephemeral() && watched.compareAndSet(false, true)) {
            Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop " + home.folder()));
        }
        host.start(options.checkout(), python);
        emulator.start(options.checkout(), python, programs, options.waitScale());
        emulator.awaitReady(PATIENCE);
        host.awaitReady(PATIENCE);
    }

    /** Waits until no state machine is at work, or for a time; at once where the emulator does not run. */
    void awaitExecutions(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (home.emulator().running().isPresent() && emulator.running() > 0 && System.nanoTime() < deadline) {
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Stops both; the emulator saves its state.
     *
     * @return whether one of them ran
     */
    boolean stop() {
        // The emulator first: what it still has running asks the host.
        boolean emulatorRan = emulator.stop();
        boolean hostRan = host.stop();
        return emulatorRan || hostRan;
    }
}
