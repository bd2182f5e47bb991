package dev.plumbline.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackgroundProcessTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    BackgroundProcess process;

    @BeforeEach
    void create() {
        process = new BackgroundProcess(folder.resolve("pid"));
    }

    @AfterEach
    void stop() {
        process.stop(PATIENCE);
    }

    @Test
    void running_started_findsItsProcess() {
        ProcessHandle started = process.start("python3", Command.of("sleep", "600"), folder.resolve("log"));

        assertThat(process.running()).contains(started);
        assertThat(new BackgroundProcess(folder.resolve("pid")).running()).contains(started);
    }

    @Test
    void running_nothingStarted_isNothing() {
        assertThat(process.running()).isEmpty();
        assertThat(process.stop(PATIENCE)).isFalse();
    }

    @Test
    void running_idOfAnotherProcess_isNothing() throws Exception {
        Files.writeString(folder.resolve("pid"), ProcessHandle.current().pid() + " 1");

        assertThat(process.running()).isEmpty();
        process.stop(PATIENCE);
        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }

    @Test
    void stop_started_endsIt() {
        ProcessHandle started = process.start("python3", Command.of("sleep", "600"), folder.resolve("log"));

        assertThat(process.stop(PATIENCE)).isTrue();
        assertThat(started.isAlive()).isFalse();
        assertThat(process.running()).isEmpty();
    }

    @Test
    void stop_deafProcess_endsItByForce() {
        ProcessHandle started = process.start(
                "python3",
                Command.of(
                        "python3",
                        "-c",
                        "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True);"
                                + " time.sleep(600)"),
                folder.resolve("log"));
        while (!folder.resolve("log").toFile().exists()
                || folder.resolve("log").toFile().length() == 0) {
            Thread.onSpinWait();
        }

        process.stop(Duration.ofMillis(200));
        assertThat(started.isAlive()).isFalse();
    }
}
